/** What people think somebody should look at, also where it is about the owner, whom nobody in the console may judge. */
import { safeParse } from "valibot";
import { type Report, ReportOutcome, ReportsAnswer } from "../../worker/protocol.ts";
import { wrongUse } from "../refusal.ts";
import type { Command } from "./command.ts";
import { asOperator, Nothing } from "./operator.ts";

export const reports: Command = {
  usage: "reports",
  about: "lists the reports that are open",
  help: `Lists the reports that are open, the latest first, each with the id by which it is closed.`,
  wants: [],
  async run(told) {
    await asOperator(told, async ({ call }) => {
      let cursor: string | undefined;
      do {
        const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
        const answer = await call(`/api/moderation/reports${query}`, ReportsAnswer);
        for (const report of answer.reports) console.log(textOf(report));
        if (cursor === undefined && answer.reports.length === 0) console.log("No report is open.");
        cursor = answer.cursor;
      } while (cursor !== undefined);
    });
  },
};

export const closeReport: Command = {
  usage: "close-report <id> <outcome> [--delete-message]",
  about: "closes a report: dismissed or acted",
  help: `Closes a report, whomever it is about. The outcome is dismissed or acted.

  --delete-message   Deletes the message that it is about as well. There is no way back.`,
  wants: ["Which report?", "Which outcome?"],
  options: { "delete-message": { type: "boolean", default: false } },
  async run(told) {
    const [id = "", wanted = ""] = told.args;
    const outcome = safeParse(ReportOutcome, wanted);
    if (!outcome.success) throw wrongUse(`"${wanted}" is no outcome: it is dismissed or acted.`);
    const body = { outcome: outcome.output, deleteMessage: told.options["delete-message"] === true };
    await asOperator(told, async ({ call }) => {
      await call(`/api/moderation/reports/${encodeURIComponent(id)}`, Nothing, { method: "POST", body });
      console.log(`The report is closed: ${outcome.output}.`);
    });
  },
};

/** What was written stands on a line of its own, whatever lines it has. */
function textOf({ id, at, by, about, room, seq, reason, body }: Report): string {
  const what = room === undefined ? "" : `\n  message ${seq} of ${room}: ${JSON.stringify(body ?? "")}`;
  return `${id}  ${new Date(at).toLocaleString("en")}\n  ${nameOf(by)} about ${nameOf(about)}: ${JSON.stringify(reason)}${what}`;
}

/** Who is gone has no name. */
function nameOf({ username }: Report["by"]): string {
  return username === null ? "somebody who is gone" : `@${username}`;
}
