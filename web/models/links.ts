// Up to white space; what closes a sentence or a bracket after an address is not part of it.
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?'’”)\]}])/g;

/** Text in pieces: every second one is an address. */
export function splitAddresses(text: string): string[] {
  return text.split(ADDRESS);
}

/** Where a link may lead: to the web and to a mailbox; `undefined` for everything else, scripts among it. */
export function addressOf(typed: string): string | undefined {
  try {
    const { protocol, href } = new URL(typed);
    return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a link leads to where its text says, where the text is an address itself. */
export function isHonest(text: string, href: string): boolean {
  if (!/^\s*(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|www\.|[^\s@]+@[^\s@]+\.)/i.test(text)) return true;
  const shown = text.trim();
  return [shown, `https://${shown}`, `mailto:${shown}`].some((address) => hostOf(address) === hostOf(href));
}

/** What a browser would look up, or whose mailbox it is; names of other scripts in the browser's own writing. */
function hostOf(address: string): string | undefined {
  try {
    const { protocol, host, pathname } = new URL(address);
    return protocol === "mailto:" ? pathname.split("@").at(-1) : host.replace(/^www\./, "");
  } catch {
    return undefined;
  }
}

// Whatever could be markup, an address without a scheme among it; better one time too often.
const MARKUP = /[*_~`[\\]|^[ \t]*(?:>|[-+*]\s|\d{1,9}[.)]\s)|<\S+>|www\.|\S@\S+\.\S/m;

/** Whether the text has to be parsed; most of what people write has nothing of the kind. */
export function mayHaveMarkup(body: string): boolean {
  return MARKUP.test(body);
}
