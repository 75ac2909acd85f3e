/**
 * Whether a key belongs to the input method, which still puts a word together: the Enter that ends one is nobody else's. Safari says so by
 * the key code alone, after the composition has ended.
 */
export function isComposing(event: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  return event.isComposing || event.keyCode === 229;
}
