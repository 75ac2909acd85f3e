import * as v from "valibot";

/** Where drafts are kept: the browser's storage, or a map in a test. */
export interface DraftStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

const DraftSchema = v.object({
  text: v.string(),
  /** The message that is being answered. */
  replyTo: v.optional(v.number()),
  /** A message of one's own that is being changed; the text above waits meanwhile. */
  edit: v.optional(v.object({ seq: v.number(), text: v.string() })),
});
export type Draft = v.InferOutput<typeof DraftSchema>;

/** What somebody began to write, for each room; survives reload, and never appears in another room. */
export interface Drafts {
  get(roomId: string): Draft;
  set(roomId: string, draft: Draft): void;
}

/** Keyed by person too: whoever logs in next on this device does not see them. */
export const draftsOf = (userId: string) => `draft:${userId}:`;

export function createDrafts(storage: DraftStorage, userId: string): Drafts {
  const keyOf = (roomId: string) => draftsOf(userId) + roomId;
  return {
    get: (roomId) => parseDraft(storage.get(keyOf(roomId))),
    set: (roomId, draft) => {
      const isNothing = draft.text === "" && draft.replyTo === undefined && draft.edit === undefined;
      if (isNothing) storage.remove(keyOf(roomId));
      else storage.set(keyOf(roomId), JSON.stringify(draft));
    },
  };
}

function parseDraft(stored: string | undefined): Draft {
  if (stored === undefined) return { text: "" };
  // Whatever it is that cannot be read, somebody wrote it.
  const asText = { text: stored };
  try {
    const parsed = v.safeParse(DraftSchema, JSON.parse(stored));
    return parsed.success ? parsed.output : asText;
  } catch {
    return asText;
  }
}
