/** What is done to the community as a whole. */
import { number, object, optional, string } from "valibot";
import { AdminHealth } from "../../worker/protocol.ts";
import type { Command } from "./command.ts";
import { asOperator, type Operator } from "./operator.ts";
import { progress } from "./progress.ts";

export const stats: Command = {
  usage: "stats",
  about: "says how large the community is and how its rooms are doing",
  help: `Says how many people, rooms and messages there are, how many reports are open, and of the rooms that spoke last
what the database lacks.`,
  wants: [],
  async run(told) {
    await asOperator(told, async ({ call }) => {
      const { people, banned, rooms, messages, openReports, recordMs, version, latest } = await call(
        "/api/admin/health",
        AdminHealth,
      );
      const count = (value: number) => value.toLocaleString("en");
      console.log(`Confab ${version}; the database answered in ${recordMs} ms`);
      console.log(`people        ${count(people)}${banned > 0 ? `, ${count(banned)} of them banned` : ""}`);
      console.log(`rooms         ${count(rooms)}`);
      console.log(`messages      ${count(messages)}`);
      console.log(`open reports  ${count(openReports)}`);
      for (const { id, sockets, pending, setAside, oldestAt, fault } of latest) {
        const waits = oldestAt === undefined ? "" : ` for ${Math.round((Date.now() - oldestAt) / 1000)} s`;
        const told = fault === undefined ? "" : `, last fault: ${fault.event}`;
        console.log(`  ${id}: ${sockets} sockets, ${pending} changes pending${waits}, ${setAside} set aside${told}`);
      }
    });
  },
};

export const rebuildSearch: Command = {
  usage: "rebuild-search",
  about: "makes the search index again from the database",
  help: `Makes the full-text index again from what the database has. Meanwhile search finds less than there is; nothing else
is touched, and it may be interrupted and begun again.`,
  wants: [],
  async run(told) {
    await asOperator(told, async (operator) => {
      console.log(`Indexed ${(await rebuild(operator)).toLocaleString("en")} messages.`);
    });
  },
};

const Rebuilt = object({ count: number(), cursor: optional(string()) });

/** @returns how many messages were looked at */
export async function rebuild({ call }: Operator): Promise<number> {
  const say = progress("messages indexed");
  let count = 0;
  for (let query = ""; ; ) {
    const part = await call(`/api/admin/rebuild-search${query}`, Rebuilt, { method: "POST" });
    count += part.count;
    say(count);
    if (part.cursor === undefined) return count;
    query = `?cursor=${encodeURIComponent(part.cursor)}`;
  }
}
