/** What can be said of a text without parsing it: what parses it comes later, where something has to be parsed. */

// Up to white space; what closes a sentence or a bracket after an address is not part of it.
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?'’”)\]}])/g;

/** Text in pieces: every second one is an address. */
export function splitAddresses(text: string): string[] {
  return text.split(ADDRESS);
}

// Whatever could be markup, an address without a scheme among it; better one time too often.
const MARKUP = /[*_~`[\\]|^[ \t]*(?:>|[-+*]\s|\d{1,9}[.)]\s)|<\S+>|www\.|\S@\S+\.\S/m;

/** Whether the text has to be parsed; most of what people write has nothing of the kind. */
export function mayHaveMarkup(body: string): boolean {
  return MARKUP.test(body);
}
