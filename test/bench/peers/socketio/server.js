/**
 * The chat that many begin with: socket.io, one process, a row in SQLite for each message before everybody is sent it. Nobody signs
 * in and nothing is checked.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Server } from "socket.io";

const FILL =
  "with recursive n(n) as (select 1 union all select n + 1 from n where n < ?) insert into messages (sender, body, at) select 'p' || (n % 50), 'message number ' || n || ' of the history, about as long as others', n from n";

const [port, folder] = process.argv.slice(2);
const database = new DatabaseSync(join(folder, "chat.sqlite"));
// What one would set for a chat: a commit waits for no disk, and readers for no writer.
database.exec("pragma journal_mode = wal; pragma synchronous = normal");
database.exec(
  "create table messages (id integer primary key, sender text not null, body text not null, at integer not null)",
);
const insert = database.prepare("insert into messages (sender, body, at) values (?, ?, ?)");
const page = database.prepare("select id, sender, body, at from messages where id < ? order by id desc limit 50");
const fill = database.prepare(FILL);

const http = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === "/fill") {
    fill.run(Number(searchParams.get("count")));
    return response.end("filled");
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ messages: page.all(Number(searchParams.get("before"))).reverse() }));
});

const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => {
  const sender = String(socket.handshake.query.name);
  socket.join("room");
  socket.on("send", ({ body }) => {
    const at = Date.now();
    const id = Number(insert.run(sender, body, at).lastInsertRowid);
    io.to("room").emit("message", { id, sender, body, at });
  });
});

process.on("disconnect", () => process.exit(0));
http.listen(Number(port), "127.0.0.1", () => console.log("The socket.io chat is up."));
