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
