/** Stands there from the start, so that what appears in it is read out. */
export function FormFault({ text }: { text: string | undefined }) {
  return (
    <p class="form-fault" role="alert">
      {text}
    </p>
  );
}
