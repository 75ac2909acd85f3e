import { closeQuietly } from "./room/connections.ts";

const SOCKETS_HEADER = "x-confab-sockets";

/** A refused socket is accepted and closed at once: a browser never learns the status of a failed upgrade, but it does learn a code. */
export function refusedUpgrade(code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  closeQuietly(server, code, reason);
  return new Response(null, { status: 101, webSocket: client });
}

/** A room took the socket in and says beside it how many this person has there now. For the Worker, not for the client. */
export function acceptedUpgrade(client: WebSocket, sockets: number): Response {
  return new Response(null, { status: 101, webSocket: client, headers: { [SOCKETS_HEADER]: String(sockets) } });
}

/** The upgrade as the client gets it, and what the room said beside it; `undefined` where the room refused. */
export function takeSockets(response: Response): { upgraded: Response; sockets: number | undefined } {
  const said = response.headers.get(SOCKETS_HEADER);
  const upgraded = new Response(null, { status: response.status, webSocket: response.webSocket });
  return { upgraded, sockets: said === null ? undefined : Number(said) };
}
