/** What can be asked of ours over HTTP, when there is much of it. */
import { random } from "../../support/random.ts";
import { addMember, chatter, fillRoom, GLOBAL, indexAll, withRecord } from "./confab-record.ts";
import type { Asking } from "./subject.ts";

/** Somebody who asks, and the server that is asked. */
export interface Asker {
  origin: string;
  stateDir: string;
  userId: string;
  headers: Record<string, string>;
}

const SMALL_ROOM = "group:small";
const SMALL_ROOM_MESSAGES = 200;
const PER_PAGE = 50;

export function historyOf({ stateDir, userId, headers }: Asker, messages: number, befores: readonly number[]): Asking {
  const body = (n: number) => `message number ${n} of the history, about as long as others`;
  withRecord(stateDir, (database) => fillRoom(database, { ...GLOBAL, messages, authorId: userId, body }));
  const paths = befores.map((before) => `/api/rooms/global/messages?before=${before}&limit=${PER_PAGE}`);
  return { paths, headers, expect: "message number" };
}

/** @param authorId who said something in each */
export function listOf({ stateDir, userId, headers }: Asker, authorId: string, count: number): Asking {
  withRecord(stateDir, (database) => {
    for (let n = 1; n <= count; n++) {
      const roomId = `group:listed${n}`;
      const body = () => `the last message of room ${n}`;
      fillRoom(database, { roomId, kind: "group", name: `Room ${n}`, messages: 1, authorId, body });
      addMember(database, roomId, userId);
    }
  });
  return { paths: ["/api/rooms"], headers, expect: `group:listed${count}"` };
}

/** One message in so many. */
const ONE_IN = { teaAndToday: 10, phrase: 1_000, rare: 50_000 };

export async function searchOf(asker: Asker, messages: number): Promise<{ kind: string; asking: Asking }[]> {
  const { origin, stateDir, userId, headers } = asker;
  const chat = chatter(random(1));
  const body = (n: number) => {
    const said = n % ONE_IN.teaAndToday === 0 ? `tea ${chat()} today` : chat();
    if (n % ONE_IN.phrase === 1) return `${said} the green garden gate`;
    return n % ONE_IN.rare === 2 ? `${said} quokka` : said;
  };
  withRecord(stateDir, (database) => {
    fillRoom(database, { ...GLOBAL, messages, authorId: userId, body });
    const small = { roomId: SMALL_ROOM, kind: "group", name: "Small", messages: SMALL_ROOM_MESSAGES } as const;
    fillRoom(database, { ...small, authorId: userId, body });
    addMember(database, SMALL_ROOM, userId);
  });
  await indexAll(origin, stateDir);
  const asking = (query: string): Asking => ({ paths: [`/api/search?${query}`], headers, expect: '"snippet"' });
  return [
    { kind: "rare word", asking: asking("q=quokka") },
    { kind: "two common words", asking: asking("q=tea%20today") },
    { kind: "phrase", asking: asking("q=%22green%20garden%20gate%22") },
    { kind: "common word in a small room", asking: asking(`q=tea&room=${encodeURIComponent(SMALL_ROOM)}`) },
  ];
}
