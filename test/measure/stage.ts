/** The server with a long room in it, a browser, and the people who read and write in it. */
import type { BrowserContextOptions, CDPSession } from "playwright-core";
import { type Api, createApi } from "../../web/client/api.ts";
import { createHttp } from "../../web/client/http.ts";
import { fillRoom, GLOBAL, withRecord } from "../bench/subjects/confab-record.ts";
import { openAccount, openAccounts } from "../support/accounts.ts";
import { launchBrowser, type Profile } from "../support/browser.ts";
import { startLeanServer } from "../support/server.ts";
import { sayingOf } from "./sayings.ts";

export const MESSAGES = 5_000;
export const ROOM = "/r/global";
const AUTHORS = ["Mina Okafor", "Светлана Орлова", "ليلى حداد", "佐藤 春香", "Tomáš Novák"];

export interface Reader extends Profile {
  cdp: CDPSession;
  /** Of the browser, in which nobody else has a window meanwhile. */
  browserCdp: CDPSession;
  /** How many times slower the page computes than the machine does. */
  slowDown(times: number): Promise<void>;
}

export interface Stage {
  origin: string;
  /** Somebody who writes in the room. */
  writer: Api;
  /** Somebody new, signed in, with no page open yet. They have read everything. */
  reader(username: string, options?: BrowserContextOptions): Promise<Reader>;
}

/** Everything is there while `work` is at it, and gone afterwards. */
export async function withStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const server = await startLeanServer();
  const browser = await launchBrowser();
  try {
    const token = await fill(server.stateDir);
    await work({
      origin: server.origin,
      writer: createApi(createHttp({ origin: server.origin, token: () => token })),
      reader: async (username, options) => {
        const account = await openAccount(server.stateDir, { username, displayName: username });
        const profile = await browser.profile(server.origin, options);
        const url = server.origin.replace("http", "https");
        const cookie = { name: "__Host-session", value: account.token, url, secure: true, httpOnly: true };
        await profile.context.addCookies([{ ...cookie, sameSite: "Lax" }]);
        const cdp = await profile.context.newCDPSession(profile.page);
        const browserCdp = await browser.browser.newBrowserCDPSession();
        const slowDown = async (rate: number) => void (await cdp.send("Emulation.setCPUThrottlingRate", { rate }));
        return { ...profile, cdp, browserCdp, slowDown };
      },
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Writes the room into the record, before anybody opens it. Gives the token of somebody who is in it. */
async function fill(stateDir: string): Promise<string> {
  const authors = await openAccounts(
    stateDir,
    AUTHORS.map((displayName, index) => ({ username: `author${index}`, displayName })),
  );
  const [first] = authors;
  if (first === undefined) throw new Error("nobody writes");
  withRecord(stateDir, (database) => {
    fillRoom(database, { ...GLOBAL, messages: MESSAGES, authorId: first.id, body: sayingOf });
    const hand = database.prepare("update messages set author_id = ? where seq / 3 % ? = ?");
    for (const [index, { id }] of authors.entries()) hand.run(id, authors.length, index);
  });
  return first.token;
}
