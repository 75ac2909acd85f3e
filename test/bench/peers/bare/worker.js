/**
 * The least that a room on this platform can be: whoever comes is in, one row a message, everybody is sent it. No sign-in, no
 * validation, no reconnecting, no record: what it costs is what the platform costs.
 */
import { DurableObject } from "cloudflare:workers";

const FILL =
  "with recursive n(n) as (select 1 union all select n + 1 from n where n < ?) insert into messages (sender, body, at) select 'p' || (n % 50), 'message number ' || n || ' of the history, about as long as others', n from n";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(
      "create table if not exists messages (id integer primary key, sender text not null, body text not null, at integer not null)",
    );
  }

  fetch(request) {
    if (request.headers.get("upgrade") === "websocket") return this.#enter(request);
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "POST" && pathname === "/fill") {
      this.sql.exec(FILL, Number(searchParams.get("count")));
      return new Response("filled");
    }
    const page = "select id, sender, body, at from messages where id < ? order by id desc limit 50";
    return Response.json({
      messages: this.sql
        .exec(page, Number(searchParams.get("before")))
        .toArray()
        .reverse(),
    });
  }

  webSocketMessage(socket, text) {
    const { body } = JSON.parse(text);
    const { sender } = socket.deserializeAttachment();
    const at = Date.now();
    const insert = "insert into messages (sender, body, at) values (?, ?, ?) returning id";
    const { id } = this.sql.exec(insert, sender, body, at).one();
    const frame = JSON.stringify({ type: "message", id, sender, body, at });
    for (const each of this.ctx.getWebSockets()) {
      try {
        each.send(frame);
      } catch {
        // It is closing.
      }
    }
  }

  webSocketClose(socket, code) {
    try {
      socket.close(code === 1005 || code === 1006 ? 1000 : code);
    } catch {
      // It is closed.
    }
  }

  #enter(request) {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ sender: new URL(request.url).searchParams.get("name") });
    server.send(JSON.stringify({ type: "welcome" }));
    return new Response(null, { status: 101, webSocket: client });
  }
}

export default {
  fetch: (request, env) => env.ROOM.getByName("room").fetch(request),
};
