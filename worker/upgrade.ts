import { closeQuietly } from "./room/connections.ts";

/** A refused socket is accepted and closed at once: a browser never learns the status of a failed upgrade, but it does learn a code. */
export function refusedUpgrade(code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  closeQuietly(server, code, reason);
  return new Response(null, { status: 101, webSocket: client });
}
