/** Moving house: the whole community into a file, and out of one. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { array, number, object, optional, safeParse, string, unknown } from "valibot";
import { End, EXPORT_VERSION, Header, Line } from "../../worker/moving/lines.ts";
import { Refusal } from "../refusal.ts";
import type { Command } from "./command.ts";
import { rebuild } from "./community.ts";
import { asOperator, Nothing, type Operator } from "./operator.ts";
import { progress } from "./progress.ts";

/** The server takes half as much again. */
const PART_BYTES = 500_000;
/** Of lines about invites each may lead to another room, which is asked. */
const PART_LINES = 2_000;
const INVITES_AT_ONCE = 100;

const Flushed = object({ count: number(), setAside: number(), cursor: optional(string()) });
const Page = object({ lines: array(unknown()), cursor: optional(string()) });
const Taken = object({ lines: number() });

export const exportCommunity: Command = {
  usage: "export <file>",
  about: "writes the whole community into a file, as JSON lines",
  help: `Writes everybody, every room and every message into a file, as lines of JSON (docs/moving.md says what they hold),
with a checksum at the end. Lock the rooms before, or stop letting people in, if nothing may be said meanwhile that is
not in it. The file holds the hashes of passwords: keep it as you would keep those.`,
  wants: ["Into which file?"],
  async run(told) {
    const [path = ""] = told.args;
    if (existsSync(path)) throw new Refusal(`${path} is there already.`);
    await asOperator(told, async (operator) => {
      const part = `${path}.part`;
      // For its owner alone: it holds hashes of passwords.
      const file = await open(part, "wx", 0o600).catch((error: unknown) => {
        if (existsSync(part))
          throw new Refusal(`${part} is what an export that was interrupted has left: delete it first.`);
        throw new Refusal(`${part} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      });
      try {
        const lines = await writeAll(operator, file);
        await file.close();
        await rename(part, path);
        console.log(`Wrote ${lines.toLocaleString("en")} lines into ${path}.`);
      } catch (error) {
        await file.close();
        await rm(part, { force: true });
        throw error;
      }
    });
  },
};

async function writeAll({ call }: Operator, file: FileHandle): Promise<number> {
  for (let query = ""; ; ) {
    const { cursor, setAside } = await call(`/api/admin/flush${query}`, Flushed, { method: "POST" });
    if (setAside > 0) console.error(`${setAside} messages that the database refuses are not in the file (see stats).`);
    if (cursor === undefined) break;
    query = `?cursor=${encodeURIComponent(cursor)}`;
  }
  const hash = createHash("sha256");
  const say = progress("lines written");
  let lines = 0;
  const write = async (entries: unknown[]) => {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    hash.update(text);
    lines += entries.length;
    await file.writeFile(text);
    say(lines);
  };
  await write([{ type: "confab", version: EXPORT_VERSION }]);
  for (let query = ""; ; ) {
    const page = await call(`/api/admin/export${query}`, Page);
    await write(page.lines);
    if (page.cursor === undefined) break;
    query = `?cursor=${encodeURIComponent(page.cursor)}`;
  }
  await file.writeFile(`${JSON.stringify({ type: "end", lines, sha256: hash.digest("hex") })}\n`);
  return lines;
}

export const importCommunity: Command = {
  usage: "import <file>",
  about: "moves a community into an empty server",
  help: `Moves what \`export\` wrote into a server on which nobody has an account yet: the same people with their passwords,
rooms, messages, roles. Everybody logs in anew. Interrupted, it goes on where it was when it is called again with the same
file. At the end the search index is made.`,
  wants: ["Out of which file?"],
  async run(told) {
    const [path = ""] = told.args;
    const { lines, sha256 } = await checked(path);
    await asOperator(told, async (operator) => {
      // Without the first line and the last, which only say what this is.
      const moved = lines - 1;
      const begun = await operator.call("/api/admin/import", Taken, { method: "POST", body: { sha256 } });
      if (begun.lines > 0) console.log(`Going on after ${begun.lines.toLocaleString("en")} lines.`);
      await sendAll(operator, { path, sha256, moved, from: begun.lines });
      await operator.call("/api/admin/import/end", Nothing, { method: "POST", body: { sha256, lines: moved } });
      console.log(`Moved in: ${moved.toLocaleString("en")} lines.`);
      console.log(`Indexed ${(await rebuild(operator)).toLocaleString("en")} messages.`);
    });
  },
};

async function sendAll(
  { call }: Operator,
  { path, sha256, moved, from }: { path: string; sha256: string; moved: number; from: number },
): Promise<void> {
  const say = progress(`of ${moved.toLocaleString("en")} lines moved in`);
  let sent = from;
  let part: string[] = [];
  let bytes = 0;
  const send = async () => {
    if (part.length === 0) return;
    const query = `?sha256=${sha256}&from=${sent}`;
    const taken = await call(`/api/admin/import/lines${query}`, Taken, { method: "POST", lines: part.join("\n") });
    sent = taken.lines;
    part = [];
    bytes = 0;
    say(sent);
  };
  let index = -1;
  for await (const line of linesOf(path)) {
    if (index >= from && index < moved) {
      const length = Buffer.byteLength(line) + 1;
      const most = line.startsWith('{"type":"groupInvite"') ? INVITES_AT_ONCE : PART_LINES;
      if (bytes + length > PART_BYTES || part.length >= most) await send();
      part.push(line);
      bytes += length;
    }
    index++;
  }
  await send();
}

/** Reads the whole file before anything of it is sent: half a community is worse than none. */
async function checked(path: string): Promise<{ lines: number; sha256: string }> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new Refusal(`There is no file ${path}.`);
  const hash = createHash("sha256");
  let lines = 0;
  let last = "";
  for await (const line of linesOf(path)) {
    if (lines === 1 && !safeParse(Header, json(last)).success) {
      throw new Refusal(`${path} is no export of Confab of version ${EXPORT_VERSION}.`);
    }
    if (lines > 1 && !safeParse(Line, json(last)).success) {
      throw new Refusal(
        `${path}, line ${lines}: not understood. A newer Confab may have written it; nothing was sent.`,
      );
    }
    if (lines > 0) hashLine(hash, last);
    last = line;
    lines++;
  }
  const end = safeParse(End, json(last));
  if (!end.success) throw new Refusal(`${path} is not complete: its last line does not say that it is the end.`);
  if (end.output.lines !== lines - 1 || end.output.sha256 !== hash.digest("hex")) {
    throw new Refusal(`${path} was changed after it was written: its checksum does not fit.`);
  }
  return end.output;
}

function hashLine(hash: Hash, line: string): void {
  hash.update(`${line}\n`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** At line feeds alone: what Node takes for the end of a line may stand inside a message. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
