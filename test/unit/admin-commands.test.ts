import { expect, it, vi } from "vitest";
import { admin } from "../../scripts/admin/main.ts";
import { Refusal } from "../../scripts/refusal.ts";

// Nothing here gets as far as a server or a database.

async function refusalOf(args: string[]): Promise<{ message: string; exitCode: number }> {
  const refusal: unknown = await admin(args).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof Refusal)) throw new Error(`not refused: ${String(refusal)}`);
  return refusal;
}

it.each([
  [[], "Which command?"],
  [["destroy", "ada"], 'There is no command "destroy".'],
  [["toString"], 'There is no command "toString".'],
  [["create"], "Whom?"],
  [["create", "ada", "grace"], '"grace" is too much.'],
  [["create", "ada", "--force"], "Unknown option '--force'."],
  [["create", "x'; DROP TABLE users; --"], "cannot be a username"],
  [["grant", "ada"], "Which role?"],
  [["grant", "ada", "king"], '"king" is no role'],
  [["ban"], "Whom?"],
  [["ban", "ada", "--purge", "some"], "--purge is none, day or all"],
  [["reset-link"], "Whom?"],
  [["stats", "now"], '"now" is too much.'],
  [["stats", "--url", "chat"], '"chat" is not the address of a server.'],
  [["stats", "--remote"], "Where does it answer?"],
  [["rebuild-search", "all"], '"all" is too much.'],
  [["export"], "Into which file?"],
  [["import"], "Out of which file?"],
])("refuses %j as wrong use, in one line", async (args, reason) => {
  const { message, exitCode } = await refusalOf(args);
  expect(message).toContain(reason);
  expect(message).not.toContain("\n");
  expect(exitCode).toBe(2);
});

it.each([
  [["export", "package.json"], "is there already"],
  [["import", "no-such-file"], "There is no file no-such-file."],
  [["import", "package.json"], "is no export of Confab"],
  [["import", "README.md"], "is no export of Confab"],
])("says of %j what is wrong, in one line", async (args, reason) => {
  const { message, exitCode } = await refusalOf(args);
  expect(message).toContain(reason);
  expect(message).not.toContain("\n");
  expect(exitCode).toBe(1);
});

it("explains itself, and each of its commands", async () => {
  const said: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
  try {
    await admin(["--help"]);
    const names = [...(said.pop() ?? "").matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name = ""]) => name);
    expect(names).toEqual([
      "create",
      "grant",
      "reset-link",
      "ban",
      "reports",
      "close-report",
      "stats",
      "rebuild-search",
      "export",
      "import",
    ]);
    for (const name of names) {
      await admin([name, "--help"]);
      expect(said.pop()).toMatch(new RegExp(`^npm run admin -- ${name}\\b`));
    }
  } finally {
    log.mockRestore();
  }
});
