/**
 * A whole client of Confab without a page: it logs in (or signs up), opens the global room, says what it is told to,
 * answers itself with a wave, and leaves.
 *
 *     npx node docs/client-example.ts http://localhost:8787 ada "a long password" "Hello from Node"
 */
import {
  ApiError,
  createApi,
  createChanges,
  createHttp,
  createMemoryStore,
  createOutbox,
  createRoomClient,
  emptyTimeline,
  liveSegment,
} from "../web/client/index.ts";

const ROOM = "global";
const printed = new Map<number, number>();
let waiting: { isSo: () => boolean; resolve: () => void }[] = [];
const [origin = "", username = "", password = "", ...words] = process.argv.slice(2);

// 1. A session. An app has no cookie: it asks for a token, and keeps it where the system keeps secrets.
let token: string | undefined;
const api = createApi(createHttp({ origin, token: () => token }));
const session = await logInOrSignUp();
token = session.token;
const userId = session.user.id;

// 2. What is on its way: messages, kept until the server has them, and changes of messages.
const outbox = createOutbox({
  userId,
  store: createMemoryStore(),
  carrier: ({ roomId, id, body, replyTo }) => api.send(roomId, { id, body, replyTo }),
  onChange: draw,
});
const changes = createChanges({ carrier: () => Promise.reject(new ApiError("unreachable", "left")), onChange: draw });

// 3. A room that keeps itself up to date, however often the connection is lost.
const timeline = { value: emptyTimeline };
const room = createRoomClient({
  origin,
  roomId: ROOM,
  userId,
  api,
  outbox,
  changes,
  timeline,
  ticket: api.ticket,
  onFrame: draw,
  onStatus: ({ state }) => console.log(`(${state})`),
});

// 4. Say something: it shows at once, and is on its way when this returns.
const { id } = outbox.send(ROOM, words.join(" ") || "Hello");
const isMine = (message: { id: string }) => message.id === id;
await shown(() => outbox.items(ROOM).length === 0 && liveSegment(timeline.value)?.some(isMine) === true);

// 5. What was said before, a page at a time; it joins what is there already.
const first = liveSegment(timeline.value)?.[0];
if (first !== undefined && first.seq > 1) await room.load({ before: first.seq, limit: 20 });
draw();

// 6. Change a message; an edit and a delete go the same way.
const own = liveSegment(timeline.value)?.find(isMine);
if (own !== undefined) changes.make(ROOM, { kind: "react", seq: own.seq, emoji: "👋", on: true });
await shown(() => changes.items(ROOM).length === 0);

room.close();
outbox.close();

function logInOrSignUp() {
  const credentials = { username, password, session: "token" } as const;
  return api.logIn(credentials).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === "unauthenticated") return api.register(credentials);
    throw error;
  });
}

/** Called after every change of anything. An app would draw its list of messages; this prints each once, as it is last. */
function draw(): void {
  for (const { seq, rev, from, body, reactions = {} } of liveSegment(timeline.value) ?? []) {
    const line = `${seq}. ${from.displayName ?? "somebody"}: ${body} ${Object.keys(reactions).join("")}`.trimEnd();
    if (printed.get(seq) !== rev) console.log(line);
    printed.set(seq, rev);
  }
  for (const { body, state } of outbox.items(ROOM)) if (state === "failed") console.log(`not sent: ${body}`);
  for (const { failure } of changes.items(ROOM)) if (failure !== undefined) console.log(`refused: ${failure.code}`);
  waiting = waiting.filter(({ isSo, resolve }) => {
    if (isSo()) resolve();
    return !isSo();
  });
}

/** Resolves once it is so; an app draws instead of waiting. */
function shown(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ isSo, resolve });
    draw();
  });
}
