/** One person who chats through a bad network, on one device at a time, and what they can say about it at the end. */
import { createApi } from "../../web/client/api.ts";
import { createHttp } from "../../web/client/http.ts";
import { createMemoryStore } from "../../web/client/outbox-store.ts";
import { searchMessages } from "../../web/client/search-api.ts";
import type { Message, Person } from "../../worker/protocol.ts";
import { createDevice, type Device } from "./device.ts";
import type { View } from "./evidence.ts";
import { createJournal, type Journal } from "./journal.ts";
import { createLine, type Line } from "./network.ts";

export interface Chatter {
  person: Person;
  journal: Journal;
  line: Line;
  /** For asking about rooms of others. */
  token: string;
  device(): Device;
  rooms(): readonly string[];
  join(room: string, resume?: Parameters<Device["join"]>[1]): void;
  /** @param stored the body as it is to be stored, where that is another */
  say(room: string, body: string, stored?: string): void;
  /** As a page that is loaded anew: the outbox is still there, nothing else. */
  reload(): void;
  /** Goes on with a new device: what the old one had not sent may arrive or not. */
  loseDevice(): void;
  /** All messages of a room, over HTTP. Rejects with `ApiError`. */
  history(room: string): Promise<Message[]>;
  /** All messages that search finds by a word, as often as it shows them. Rejects with `ApiError`. */
  find(room: string, word: string): Promise<Message[]>;
  /** Of the devices of before too. */
  views(): View[];
  close(): Promise<void>;
}

export interface ChatterOptions {
  name: string;
  port: number;
  /** Without a bad network, for signing up before it all begins. */
  home: string;
  random: () => number;
}

const PAGE = 100;

export async function createChatter({ name, port, home, random }: ChatterOptions): Promise<Chatter> {
  const { user, token } = await signUp(name, home);
  const line = await createLine(port);
  const journal = createJournal(user.id);
  const rooms: string[] = [];
  let store = createMemoryStore();
  let device = start();

  function start(): Device {
    const started = createDevice({ origin: line.origin, token, userId: user.id, store, journal, random });
    for (const room of rooms) started.join(room);
    return started;
  }

  function startAgain(): void {
    journal.views.push(...device.views(false));
    device.close();
    device = start();
  }

  return {
    person: user,
    journal,
    line,
    token,
    device: () => device,
    rooms: () => rooms,
    join(room, resume) {
      rooms.push(room);
      device.join(room, resume);
    },
    say(room, body, stored = body) {
      journal.queued(room, device.say(room, body), stored);
    },
    reload: startAgain,
    loseDevice() {
      store = createMemoryStore();
      startAgain();
    },
    async history(room) {
      const all: Message[] = [];
      for (let hasAfter = true; hasAfter; ) {
        const page = await device.api.history(room, { after: all.at(-1)?.seq ?? 0, limit: PAGE });
        all.push(...page.messages);
        hasAfter = page.hasAfter && page.messages.length > 0;
      }
      return all;
    },
    async find(room, word) {
      const all: Message[] = [];
      let cursor: string | undefined;
      do {
        const page = await searchMessages(device.http, { q: word, room, limit: PAGE, cursor });
        all.push(...page.hits.map(({ message }) => message));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return all;
    },
    views: () => [...journal.views, ...device.views(true)],
    async close() {
      device.close();
      await line.close();
    },
  };
}

async function signUp(name: string, home: string): Promise<{ user: Person; token: string }> {
  const password = `${name} has a password`;
  const account = await createApi(createHttp({ origin: home })).register({
    username: name,
    password,
    session: "token",
  });
  if (account.token === undefined) throw new Error("no token came with the account");
  return { user: account.user, token: account.token };
}
