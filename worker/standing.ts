import * as v from "valibot";

/** How somebody stands with others and with the house. */
export const Standing = v.object({
  /** Those whom they block and those who block them, by user id. */
  apartFrom: v.array(v.string()),
  /** ms; until then they write nothing. */
  timeoutUntil: v.number(),
});
export type Standing = v.InferOutput<typeof Standing>;

/** How somebody stands, and what of it is still to be done. */
export interface RecordedStanding extends Standing {
  isBanned: boolean;
  /** Of the community. */
  isModerator: boolean;
  purge: PurgeDecision | undefined;
}

/** What somebody wrote is to be taken out: from when on (ms), and which decision about them this is. */
export interface PurgeDecision {
  since: number;
  no: number;
}
