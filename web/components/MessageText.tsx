// Up to white space; what closes a sentence or a bracket after an address is not part of it.
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?'’”)\]}])/g;

/** What was written, with its line breaks, and addresses as links; nothing in it is ever markup. */
export function MessageText({ body }: { body: string }) {
  return (
    <>
      {body.split(ADDRESS).map((piece, index) =>
        // Every second piece is an address.
        index % 2 === 1 ? (
          <a key={`${index}`} href={piece} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </>
  );
}
