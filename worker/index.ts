export { app as default } from "./app.ts";
export { Gate } from "./gate/gate.ts";
export { Inbox } from "./inbox/inbox.ts";
export { Room } from "./room/room.ts";
