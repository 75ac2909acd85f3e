/** Those that ours is measured against, by the name that the command knows them by. */
import { bare } from "./bare.ts";
import { django } from "./django.ts";
import { socketio } from "./socketio.ts";
import type { Subject } from "./subject.ts";

export const PEERS: Record<string, Subject> = {
  bare,
  socketio,
  django: django("Django Channels", "core"),
  pubsub: django("Django Channels, pub/sub", "pubsub"),
};
