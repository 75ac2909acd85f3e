/** What somebody did to the rules of a room. `changed`: nobody knows what, as the entries of early releases do not say. */
export type RestrictionStep =
  | { kind: "locked" | "unlocked" | "unslowed" | "changed" }
  /** Seconds. */
  | { kind: "slowed"; slowMode: number };

/** Reads it from an entry of the audit log: how the room was before, and how it is since. */
export function restrictionSteps(detail: Readonly<Record<string, unknown>>): readonly RestrictionStep[] {
  const { slowMode, locked, slowModeBefore, lockedBefore } = detail;
  const isSlower = typeof slowMode === "number" && slowMode > 0;
  const steps: RestrictionStep[] = [];
  if (lockedBefore !== undefined && lockedBefore !== locked)
    steps.push({ kind: locked === true ? "locked" : "unlocked" });
  if (slowModeBefore !== undefined && slowModeBefore !== slowMode) {
    steps.push(isSlower ? { kind: "slowed", slowMode } : { kind: "unslowed" });
  }
  return steps.length > 0 ? steps : [{ kind: "changed" }];
}
