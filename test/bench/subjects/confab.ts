/** Ours, as it is built, with sign-in, validation, storage and the record, and its limits out of the way. */
import { openAccounts } from "../../support/accounts.ts";
import { startLeanServer } from "../../support/server.ts";
import { choosePort } from "../ports.ts";
import type { Running, Subject } from "./subject.ts";

// Limits are for people; a load is none. What they cost to look after stays in the figures.
export const NO_LIMITS = {
  SEND_PER_SECOND: 1_000_000,
  SEND_BURST: 1_000_000,
  SOCKETS_PER_USER: 1_000_000,
  TICKETS_PER_MINUTE: 1_000_000,
  SEARCHES_PER_MINUTE: 1_000_000,
  HISTORY_PER_MINUTE: 1_000_000,
};

export const confab: Subject = {
  name: "Confab",
  missing: async () => undefined,
  async start(): Promise<Running> {
    const server = await startLeanServer(NO_LIMITS, { isDirect: true, port: await choosePort() });
    let people = 0;
    return {
      pids: [server.pid()],
      place: { host: "localhost", port: server.port, dialect: "confab" },
      async seats(count) {
        const names = Array.from({ length: count }, () => {
          const username = `person_${people++}`;
          return { username, displayName: username };
        });
        const accounts = await openAccounts(server.stateDir, names);
        return accounts.map(({ token }) => ({ path: "/ws/rooms/global", headers: bearer(token) }));
      },
      stop: () => server.stop(),
    };
  },
};

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
