// What the page makes a link of: an address with its scheme, which may stand in the middle of a word or in brackets, the
// target of a Markdown link with a scheme but fewer slashes, and www. at the start of a word. Code counts too: whoever looks
// for a link looks for the address, and a command holds one as well.
const WEB_ADDRESS =
  /https?:\/\/[.,;:!?'’”)\]}]*[^\s<>".,;:!?'’”)\]}]|\]\(\s*<?https?:[^\s)>]|(?<![\p{L}\p{N}_.@/-])www\.[a-z0-9-]+/iu;

/** Whether a message holds an address of the web. */
export function hasLink(body: string): boolean {
  return WEB_ADDRESS.test(body);
}
