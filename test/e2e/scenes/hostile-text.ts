/** What somebody types who means harm is text wherever it is shown, and nothing else. */
import type { Page } from "playwright-core";
import { parse } from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { plainLine } from "../../../web/models/plain-line.ts";
import { directRoomId, RoomAnswer } from "../../../worker/protocol.ts";
import { newId } from "../../protocol/line.ts";
import { goTo, type Member, member, openRoom, type Person, person, server } from "../scene.ts";
import { PAYLOADS } from "../xss-payloads.ts";

// In bulk, and still in the order in which they are numbered where that matters.
const AT_ONCE = 8;
const GROUPS = 24;
const SAID_UNDER_A_NAME = 10;

const withoutSpace = (text: string) => text.replace(/\s+/g, "");

/** Whatever ran, asked elsewhere, or is on the page though nobody made it; empty where text is text. */
function watch({ page, context }: Member): { faults(): Promise<string[]> } {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("page", (opened) => seen.push(`opened ${opened.url()}`));
  context.on("request", (request) => {
    if (new URL(request.url()).host !== new URL(server().origin).host) seen.push(`asked ${request.url()}`);
  });
  page.on("framenavigated", (frame) => {
    if (frame.parentFrame() !== null || !frame.url().startsWith(server().origin)) seen.push(`went to ${frame.url()}`);
  });
  return { faults: async () => [...seen, ...(await strangeParts(page))] };
}

/** Parts of the page that no part of ours makes. */
function strangeParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const strange: string[] = [];
    const say = (element: Element, why: string) => strange.push(`${why}: ${element.outerHTML.slice(0, 200)}`);
    // What Markdown may make, and with which attributes.
    const inMessages: Record<string, string> = {
      ...{ strong: "", em: "", s: "", code: "", p: "dir", blockquote: "dir", ul: "dir", ol: "dir", li: "value" },
      ...{ pre: "class dir", span: "class", a: "href title target rel dir tabindex" },
    };
    for (const element of document.querySelectorAll(".message-text *")) {
      const allowed = inMessages[element.localName]?.split(" ");
      if (!allowed || element.getAttributeNames().some((name) => !allowed.includes(name))) say(element, "in a message");
    }
    // Names, topics, quotes and bios are text alone; a preview has the name in it, a hit its marks.
    const plain = "bdi, .quote-text, .quote-author, .person-bio, .group-topic, .room-link-preview, .hit-snippet";
    for (const element of document.querySelectorAll(`:is(${plain}) > :not(bdi, mark)`)) say(element, "in plain text");
    const never =
      "iframe,frame,object,embed,portal,fencedframe,applet,base,math,img,video,audio,source,template,marquee,style,meta[http-equiv],body script,svg:not(.icon,.logo)";
    for (const element of document.querySelectorAll(never)) say(element, "not ours");
    // Heights and places are set by the page itself.
    const ours = "html, textarea, .popover";
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (/^on|^srcdoc$|^formaction$|^ping$|^style$/.test(name) && !element.matches(ours)) say(element, name);
        if (!/(^|:)(href|src|action|data)$/.test(name)) continue;
        const { protocol, host } = new URL(value, location.href);
        if (!["http:", "https:", "mailto:"].includes(protocol)) say(element, protocol);
        if (element.localName !== "a" && host !== location.host) say(element, "from elsewhere");
      }
    }
    if (document.documentElement.dataset["hit"] !== undefined) strange.push("something ran");
    if ("polluted" in {} || Object.keys(Object.prototype).length > 0) strange.push("a prototype was changed");
    return strange;
  });
}

async function everyOf<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const entries = [...items.entries()];
  const next = async () => {
    for (let entry = entries.shift(); entry !== undefined; entry = entries.shift()) await work(entry[1], entry[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

describe("hostile text", () => {
  let reader: Member;
  let mallory: Person;
  let page: Page;
  let faults: () => Promise<string[]>;
  beforeAll(async () => {
    mallory = await person("mallory");
  });

  async function come(username: string): Promise<void> {
    reader = await member(username, "Reader");
    page = reader.page;
    // Whatever runs calls this.
    await page.addInitScript(() => {
      Reflect.set(globalThis, "hit", () => document.documentElement.setAttribute("data-hit", ""));
    });
    faults = watch(reader).faults;
  }

  test("in messages, quotes, names and hits shows as typed, and nothing of it runs", async () => {
    await come("reader1");
    const room = directRoomId(reader.id, mallory.id);
    await openRoom(page, room);
    const line = await mallory.join(room);
    const names: string[] = [];
    let name = mallory.displayName;
    // Fewer than the page holds at once.
    for (const part of [PAYLOADS.slice(0, 125), PAYLOADS.slice(125)]) {
      const before = names.length;
      for (const { text } of part) {
        if (names.length % SAID_UNDER_A_NAME === 0) {
          const { status } = await mallory.ask("PATCH", "/me", { displayName: text });
          if (status === 200) name = text.trim();
        }
        names.push(name);
        const id = newId();
        line.send({ type: "send", id, body: text, ...(names.length > 1 ? { replyTo: names.length - 1 } : {}) });
        if (names.length % SAID_UNDER_A_NAME === 0) await line.message((message) => message.id === id);
      }
      await page.locator(`[data-seq="${names.length}"]`).waitFor();
      expect(await faults()).toEqual([]);
      const shown = await page.locator("article[data-seq]").evaluateAll((rows) =>
        rows.map((row) => ({
          seq: Number(row.getAttribute("data-seq")),
          text: row.querySelector(".message-text")?.textContent ?? "",
          author: row.querySelector(".message-author")?.textContent ?? "",
          quote: row.querySelector(".quote-text")?.textContent ?? "",
        })),
      );
      const wanted = part.map(({ text, shown: meant }, index) => {
        const seq = before + index + 1;
        const quoted = PAYLOADS[seq - 2];
        return {
          seq,
          text: withoutSpace(meant ?? text),
          author: names[seq - 1],
          quote: quoted === undefined ? "" : plainLine({ body: quoted.text.trim() }),
        };
      });
      expect(shown.filter(({ seq }) => seq > before).map((row) => ({ ...row, text: withoutSpace(row.text) }))).toEqual(
        wanted,
      );
    }
    expect(new Set(names).size).toBeGreaterThan(15);

    // What they are found by is marked in them.
    await goTo(page, "/search?q=hit");
    await page.locator(".hit-snippet mark").nth(20).waitFor();
    expect(await faults()).toEqual([]);
  });

  test("in groups, bios, searches and drafts shows as typed, and nothing of it runs", async () => {
    await come("reader2");
    const names = PAYLOADS.map(({ text }) => text.trim());
    const groups: { id: string; name: string; topic: string }[] = [];
    await everyOf(
      PAYLOADS.filter((_, index) => index % 4 === 0),
      async ({ text }, index) => {
        const topic = PAYLOADS[(index * 4 + 2) % PAYLOADS.length]?.text.trim() ?? "";
        if (groups.length >= GROUPS) return;
        const made = { kind: "group", name: text, topic: topic.slice(0, 250), public: true, memberIds: [reader.id] };
        const { status, body } = await mallory.ask("POST", "/rooms", made);
        // Not every text may be a name.
        if (status !== 201) return;
        groups.push({ id: parse(RoomAnswer, body).room.id, name: text.trim(), topic: made.topic.trim() });
      },
    );
    expect(groups.length).toBeGreaterThanOrEqual(GROUPS);
    const bio = names
      .filter((text) => text.length < 60)
      .slice(20, 29)
      .join("\n");
    expect((await mallory.ask("PATCH", "/me", { bio, displayName: "<b>Mallory</b>" })).status).toBe(200);

    await page.goto("/groups");
    await page.locator(".group-row").first().waitFor();
    await page.locator(".room-link").nth(GROUPS).waitFor();
    const texts = (selector: string) => page.locator(selector).allTextContents();
    expect(await texts(".group-row h2")).toEqual(expect.arrayContaining(groups.map(({ name }) => name)));
    expect(await texts(".group-topic")).toEqual(expect.arrayContaining(groups.map(({ topic }) => topic)));
    expect(await texts(".room-link-name")).toEqual(expect.arrayContaining(groups.map(({ name }) => name)));
    expect(await faults()).toEqual([]);

    await goTo(page, `/u/${mallory.id}`);
    await page.getByRole("heading", { name: "<b>Mallory</b>" }).waitFor();
    expect(await page.locator(".person-bio").textContent()).toBe(bio);
    expect(await faults()).toEqual([]);

    const [open = expect.fail("no group was made")] = groups;
    await page.locator(`.room-link[href="/r/${encodeURIComponent(open.id)}"]`).click();
    const draft = names.filter((text) => text.length < 200).join("\n");
    await page.getByRole("textbox", { name: /^Message to/ }).fill(draft);
    expect(await page.locator(".pane-title").textContent()).toBe(open.name);
    expect(await page.locator(".pane-sub").textContent()).toContain(open.topic);
    await page.reload();
    await page.getByRole("textbox", { name: /^Message to/ }).waitFor();
    expect(await page.getByRole("textbox", { name: /^Message to/ }).inputValue()).toBe(draft);
    expect(await faults()).toEqual([]);

    const question = names
      .filter((text) => text.length < 30)
      .slice(0, 6)
      .join(" ");
    await goTo(page, `/search?q=${encodeURIComponent(question)}`);
    await page.getByText(question).first().waitFor();
    expect(await page.getByRole("combobox", { name: "Words to look for" }).inputValue()).toBe(question);
    expect(await faults()).toEqual([]);
  });
});
