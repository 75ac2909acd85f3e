/** What is done to one person. */
import { picklist, safeParse } from "valibot";
import { ResetLinkAnswer, Role } from "../../worker/protocol.ts";
import { Refusal, wrongUse } from "../refusal.ts";
import type { Command } from "./command.ts";
import { asOperator, Nothing } from "./operator.ts";

export const grant: Command = {
  usage: "grant <username> <role>",
  about: "gives somebody a role: member, moderator, admin or owner",
  help: `Gives somebody a role. A moderator looks after the community, an admin runs it, and an owner cannot be touched by
the admins. It counts at once.`,
  wants: ["Whom?", "Which role?"],
  async run(told) {
    const [username = "", wanted = ""] = told.args;
    const role = safeParse(Role, wanted);
    if (!role.success) throw wrongUse(`"${wanted}" is no role: it is member, moderator, admin or owner.`);
    await asOperator(told, async ({ call, find }) => {
      const person = await find(username);
      if (person.role === role.output) return console.log(`${person.username} is ${role.output} already.`);
      await call(`/api/admin/people/${person.id}/role`, Nothing, { method: "PUT", body: { role: role.output } });
      console.log(`${person.username} was ${person.role} and is ${role.output} now.`);
    });
  },
};

export const resetLink: Command = {
  usage: "reset-link <username>",
  about: "makes a link with which somebody sets another password, once",
  help: `Makes a link with which somebody sets another password. It works once, for a day, and takes the place of an earlier
one. There is no e-mail: hand it over yourself.`,
  wants: ["Whom?"],
  async run(told) {
    const [username = ""] = told.args;
    await asOperator(told, async ({ call, find }) => {
      const { id, username: name } = await find(username);
      const made = await call(`/api/admin/people/${id}/reset-link`, ResetLinkAnswer, { method: "POST" });
      console.log(`For ${name}, until ${new Date(made.expiresAt).toLocaleString("en")}:`);
      console.log(`${told.origin}/reset#${made.token}`);
    });
  },
};

export const ban: Command = {
  usage: "ban <username> [--reason <text>] [--purge none|day|all] [--lift]",
  about: "bans somebody, or lifts a ban",
  help: `Bans somebody: their sessions and sockets end at once, and they cannot log in.

  --reason   For the audit log.
  --purge    What of theirs goes with them: nothing (none), what they wrote in the last day (day), or everything (all).
  --lift     Lifts the ban instead. What was purged does not come back.`,
  wants: ["Whom?"],
  options: { reason: { type: "string" }, purge: { type: "string" }, lift: { type: "boolean", default: false } },
  async run(told) {
    const [username = ""] = told.args;
    const { reason = "", purge: wanted = "none", lift } = told.options;
    const purge = safeParse(picklist(["none", "day", "all"]), wanted);
    if (!purge.success) throw wrongUse(`--purge is none, day or all, not "${wanted}".`);
    await asOperator(told, async ({ call, find }) => {
      const person = await find(username);
      const path = `/api/moderation/people/${person.id}/ban`;
      if (lift === true) {
        if (person.bannedAt === undefined) throw new Refusal(`${person.username} is not banned.`);
        await call(path, Nothing, { method: "DELETE" });
        return console.log(`${person.username} may come back.`);
      }
      await call(path, Nothing, { method: "PUT", body: { reason, purge: purge.output } });
      console.log(`${person.username} is banned.`);
      if (purge.output !== "none") console.log("What they wrote is being taken out.");
    });
  },
};
