/** Holds the frames of one connection against what the protocol says of them. */
import type { WireFrame } from "./evidence.ts";

/** The same change of a message twice on one connection. */
export function findRepeatsOnWire(frames: WireFrame[]): string[] {
  const seen = new Set<number>();
  return frames
    .flatMap(({ marks }) => marks)
    .filter(([, rev]) => seen.size === seen.add(rev).size)
    .map(([seq, rev]) => `rev ${rev} of #${seq}`);
}

/** `welcome` comes first; each frame goes on where the one before it ended, and new messages are the next ones. */
export function findDisorderOnWire(frames: WireFrame[]): string[] {
  const [welcome, ...rest] = frames;
  if (!welcome) return [];
  if (welcome.headSeq === undefined) return ["messages before the welcome"];
  const wrong = isAscending(welcome) ? [] : ["a welcome out of order"];
  let { headSeq, rev } = welcome;
  for (const frame of rest) {
    if (frame.prev !== rev) wrong.push(`a frame after rev ${frame.prev} follows one up to rev ${rev}`);
    if (!isAscending(frame)) wrong.push(`a frame out of order up to rev ${frame.rev}`);
    for (const [seq, own] of frame.marks) {
      if (own <= rev || own > frame.rev) wrong.push(`rev ${own} in the frame from ${rev} to ${frame.rev}`);
      if (seq > headSeq + 1) wrong.push(`#${seq} follows #${headSeq}`);
      headSeq = Math.max(headSeq, seq);
    }
    rev = frame.rev;
  }
  return wrong;
}

function isAscending({ marks }: WireFrame): boolean {
  return marks.every(([seq], n) => seq > (marks[n - 1]?.[0] ?? 0));
}
