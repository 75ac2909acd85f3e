/** Ours, as it is built, with sign-in, validation, storage and the record, and its limits out of the way. */
import { openAccounts } from "../../support/accounts.ts";
import { type Server, startLeanServer } from "../../support/server.ts";
import { choosePort } from "../ports.ts";
import { type Asker, historyOf, listOf, searchOf } from "./confab-pages.ts";
import { NO_LIMITS } from "./limits.ts";
import type { Running, Subject } from "./subject.ts";

export const confab: Subject = {
  name: "Confab",
  missing: async () => undefined,
  async start(): Promise<Running> {
    const server = await startLeanServer(NO_LIMITS, { isDirect: true, port: await choosePort() });
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
    seats: async (count) =>
      (await join(count)).map(({ token }) => ({ path: "/ws/rooms/global", headers: bearer(token) })),
    history: async (messages, befores) => historyOf(await asker(), messages, befores),
    rooms: async (count) => listOf(await asker(), (await joinOne()).id, count),
    search: async (messages) => searchOf(await asker(), messages),
    stop: () => server.stop(),
  };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
