/** What the peers that were written for this bench have in common: they are filled and asked in the same way. */
import type { Asking } from "./subject.ts";

/** Asks a peer to make so many messages up by itself. @throws where it does not */
export async function fillPlain(origin: string, messages: number, befores: readonly number[]): Promise<Asking> {
  const filled = await fetch(`${origin}/fill?count=${messages}`, { method: "POST" });
  if (!filled.ok) throw new Error(`${origin} took no history: ${await filled.text()}`);
  const paths = befores.map((before) => `/history?before=${before}`);
  return { paths, headers: {}, expect: "message number" };
}
