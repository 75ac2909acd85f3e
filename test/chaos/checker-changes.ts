/** Holds messages against what was done to them. What nobody knows the outcome of may have happened, or may yet have. */
import type { Message } from "../../worker/protocol.ts";
import type { ChangeAttempt } from "./evidence.ts";

type Of<Kind extends ChangeAttempt["change"]["kind"]> = Extract<ChangeAttempt["change"], { kind: Kind }>;

/** What is wrong with a message as it is in the end. */
export interface ChangeFindings {
  /** Done, as the server said, and not so. */
  lost: string[];
  /** So, and nobody did it. */
  altered: string[];
}

/**
 * @param original the body as it was sent
 * @param changes everything that was tried on this message, that of each person in order
 */
export function findWrongChanges(message: Message, original: string, changes: ChangeAttempt[]): ChangeFindings {
  const parts =
    message.deletedAt === undefined
      ? [notDeleted(changes), body(message, original, changes), reactions(message, changes)]
      : [deleted(message, changes)];
  const place = `${message.room} #${message.seq}`;
  const findings = parts.flat();
  return {
    lost: findings.flatMap(({ lost }) => (lost === undefined ? [] : [`${place} ${lost}`])),
    altered: [
      ...findings.flatMap(({ altered }) => (altered === undefined ? [] : [`${place} ${altered}`])),
      ...wrongRefusals(message, changes).map((what) => `${place} ${what}`),
    ],
  };
}

/** Every body with which a message may ever have been shown. */
export function bodiesEver(original: string, changes: ChangeAttempt[]): Set<string> {
  const edits = ofKind(changes, "edit").map(({ change }) => change.body);
  return new Set([original, ...edits, ...(ofKind(changes, "delete").length > 0 ? [""] : [])]);
}

interface Finding {
  lost?: string;
  altered?: string;
}

function notDeleted(changes: ChangeAttempt[]): Finding[] {
  const isDeleted = ofKind(changes, "delete").some(({ outcome }) => outcome === "done");
  return isDeleted ? [{ lost: "was deleted and is still there" }] : [];
}

function deleted({ body: text, reactions: left }: Message, changes: ChangeAttempt[]): Finding[] {
  const findings: Finding[] = [];
  if (!ofKind(changes, "delete").some(mayHaveHappened)) findings.push({ altered: "is deleted, and nobody did that" });
  if (text !== "" || left !== undefined) findings.push({ altered: "is deleted, and something of it is left" });
  return findings;
}

function body({ body: text, editedAt }: Message, original: string, changes: ChangeAttempt[]): Finding[] {
  const edits = ofKind(changes, "edit");
  const last = edits.findLast(({ outcome }) => outcome === "done");
  const open = edits.filter(({ outcome }) => outcome === "unknown").map(({ change }) => change.body);
  if (text !== (last?.change.body ?? original) && !open.includes(text)) {
    return [last ? { lost: "was edited and does not say so" } : { altered: "has another body than was sent" }];
  }
  // Whether what nobody got an answer to has happened, only the server knows.
  const isMarkedRightly = open.length > 0 || (last !== undefined) === (editedAt !== undefined);
  return isMarkedRightly ? [] : [{ altered: `is ${editedAt === undefined ? "not " : ""}marked as edited` }];
}

function reactions(message: Message, changes: ChangeAttempt[]): Finding[] {
  const keyOf = (userId: string, emoji: string) => `${emoji} of ${userId}`;
  const there = new Set(
    Object.entries(message.reactions ?? {}).flatMap(([emoji, userIds]) => userIds.map((one) => keyOf(one, emoji))),
  );
  const tried = Map.groupBy(ofKind(changes, "react"), ({ userId, change }) => keyOf(userId, change.emoji));
  const unasked = [...there].filter((key) => !tried.has(key)).map((key) => ({ altered: `has ${key}, who gave none` }));
  const wrong = [...tried].flatMap(([key, toggles]) => {
    if (toggles.some(({ outcome }) => outcome === "unknown")) return [];
    const isOn = toggles.findLast(({ outcome }) => outcome === "done")?.change.on ?? false;
    return isOn === there.has(key) ? [] : [{ lost: `${isOn ? "lacks" : "still has"} ${key}` }];
  });
  return [...unasked, ...wrong];
}

/** Nobody here tries what they may not, so the only reason for a refusal is that the message was deleted. */
function wrongRefusals({ deletedAt }: Message, changes: ChangeAttempt[]): string[] {
  const refused = changes.filter(({ outcome }) => outcome !== "done" && outcome !== "unknown");
  return refused
    .filter(({ outcome }) => outcome !== "not_found" || deletedAt === undefined)
    .map(({ change, outcome }) => `refused to ${change.kind}: ${outcome}`);
}

function mayHaveHappened({ outcome }: ChangeAttempt): boolean {
  return outcome === "done" || outcome === "unknown";
}

function ofKind<Kind extends ChangeAttempt["change"]["kind"]>(
  changes: ChangeAttempt[],
  kind: Kind,
): (ChangeAttempt & { change: Of<Kind> })[] {
  return changes.filter((one): one is ChangeAttempt & { change: Of<Kind> } => one.change.kind === kind);
}
