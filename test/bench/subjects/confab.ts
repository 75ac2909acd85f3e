/** Ours, as it is built, with sign-in, validation, storage and the record, and its limits out of the way. */

import { GLOBAL_ROOM_ID } from "../../../worker/protocol.ts";
import { openAccounts } from "../../support/accounts.ts";
import { type Server, startLeanServer } from "../../support/server.ts";
import type { Seat } from "../generator/orders.ts";
import { type Asker, historyOf, listOf, searchOf } from "./confab-pages.ts";
import { makeQuietRoom, QUIET_ROOM_ID } from "./confab-record.ts";
import { NO_LIMITS } from "./limits.ts";
import type { Running, Subject } from "./subject.ts";

export const confab: Subject = {
  name: "Confab",
  missing: async () => undefined,
  async start(): Promise<Running> {
    const server = await startLeanServer(NO_LIMITS, { isDirect: true });
    return runningOn(server);
  },
};

/** Ours, where it runs already. */
export function runningOn(server: Server): Running {
  let people = 0;
  const join = (count: number) => {
    const names = Array.from({ length: count }, () => {
      const username = `person_${people++}`;
      return { username, displayName: username };
    });
    return openAccounts(server.stateDir, names);
  };
  const joinOne = async () => {
    const [account] = await join(1);
    if (!account) throw new Error("Nobody came.");
    return account;
  };
  const asker = async (): Promise<Asker> => {
    const account = await joinOne();
    const { origin, stateDir } = server;
    return { origin, stateDir, userId: account.id, headers: bearer(account.token) };
  };
  return {
    pids: [server.pid()],
    place: { host: "localhost", port: server.port, dialect: "confab" },
    seats: async (count) => (await join(count)).map(({ token }) => seatIn(GLOBAL_ROOM_ID, token)),
    async elsewhere(count) {
      const accounts = await join(count);
      makeQuietRoom(
        server.stateDir,
        accounts.map(({ id }) => id),
      );
      return accounts.map(({ token }) => seatIn(QUIET_ROOM_ID, token));
    },
    history: async (messages, befores) => historyOf(await asker(), messages, befores),
    rooms: async (count) => listOf(await asker(), (await joinOne()).id, count),
    search: async (messages) => searchOf(await asker(), messages),
    stop: () => server.stop(),
  };
}

function seatIn(roomId: string, token: string): Seat {
  return { path: `/ws/rooms/${roomId}`, headers: bearer(token) };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
