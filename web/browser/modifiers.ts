/** With one of these a key is somebody else's: of the page as a whole, or of the browser. */
export function isModified({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey || shiftKey;
}
