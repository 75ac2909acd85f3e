/** JSON Merge Patch of objects, https://www.rfc-editor.org/rfc/rfc7396 */

/** `target` with what `patch` names: objects are merged, `null` takes out, anything else takes the place of what was. */
export function mergePatch(target: unknown, patch: Record<string, unknown>): Record<string, unknown> {
  const merged = new Map(isRecord(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, isRecord(value) ? mergePatch(merged.get(name), value) : value);
  }
  // Not by assignment: a name may be __proto__.
  return Object.fromEntries(merged);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
