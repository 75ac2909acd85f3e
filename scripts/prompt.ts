/** Questions in the terminal. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** What is typed is not shown. Where nobody can be asked, the answer is empty. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return "";
  process.stdout.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const answer = await terminal.question("");
  terminal.close();
  process.stdout.write("\n");
  return answer;
}
