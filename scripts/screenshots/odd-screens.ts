/** What has no room or comes otherwise than one thinks: long and strange names and texts, many rooms, none, and words that are not finished. */
import type { Page } from "playwright-core";
import { connectApi } from "../seed/api.ts";
import { logIn, type Studio } from "./browser.ts";
import { type Odd, pasted, plantOdd, READER } from "./odd-people.ts";

const WIDTHS = [320, 390, 1280];

export async function takeOdd(studio: Studio): Promise<void> {
  const odd = await plantOdd(connectApi(studio.origin), studio.stateDir);
  for (const width of WIDTHS) {
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width, height: width < 768 ? 720 : 800 };
      const page = await studio.open({ viewport, colorScheme, hasTouch: width < 768 });
      await takeAt(page, odd, (what) => studio.take(page, `odd-${what}-${width}-${colorScheme}`));
      await page.context().close();
    }
  }
}

async function takeAt(
  page: Page,
  { talkId, emptyId, personId }: Odd,
  take: (what: string) => Promise<void>,
): Promise<void> {
  const open = (roomId: string, rest = "") => page.goto(`/r/${encodeURIComponent(roomId)}${rest}`);
  const composer = page.getByRole("textbox", { name: /^Message to/ });
  await logIn(page, READER);
  await page.getByRole("link", { name: /^Room 300/ }).waitFor();
  await take("many-rooms");
  await page.locator(".room-scroll").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await take("many-rooms-end");
  await open(talkId);
  await page.getByRole("article").filter({ hasText: "And that was all of it." }).waitFor();
  await take("talk-end");
  await page.locator(".timeline-scroll").evaluate((scroller) => scroller.scrollTo(0, 0));
  await take("talk");
  await open(talkId, "/info");
  await page.locator(".details-name").waitFor();
  await page.getByText("Donaudampfschiff").last().waitFor();
  await take("details");
  await page.goto(`/u/${encodeURIComponent(personId)}`);
  await page.getByRole("main").getByRole("heading").first().waitFor();
  await take("person");
  await open(emptyId);
  await page.locator(".timeline .notice").waitFor();
  await take("empty-room");
  await composer.fill(pasted());
  await take("pasted");
  await composer.fill("");
  await compose(page, "えいがのよる、たのしみにしています");
  await take("composing");
}

/** As an input method does it: the words stand in the field, underlined, and are nobody's yet. */
async function compose(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Message to/ }).focus();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
}
