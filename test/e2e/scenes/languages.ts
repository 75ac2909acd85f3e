import { beforeAll, describe, expect, test } from "vitest";
import { directRoomId } from "../../../worker/protocol.ts";
import { faultsOf } from "../faults.ts";
import { hardCodedOn, speakPseudo } from "../pseudo.ts";
import { goTo, member, messageOf, openRoom, PASSWORD, type Person, person, sayAll, visitor } from "../scene.ts";

/** Nothing in its name or in what it says could be taken for English. */
let delta: Person;

describe("the page in the reader's language", () => {
  beforeAll(async () => {
    delta = await person("pseudo_delta", "Δέλτα");
  });

  test("begins in what the browser reads, and a choice shows at once and is kept with the account", async () => {
    const { page, context } = await visitor({ locale: "ar-EG" });
    const texts: string[] = [];
    page.on("request", (request) => texts.push(...(/texts-(\w+)-\w+-/.exec(request.url())?.slice(1) ?? [])));
    // What the page is before any of it could be painted.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.body === null) return;
        const { lang, dir } = document.documentElement;
        Object.assign(window, { atFirst: `${lang} ${dir}` });
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    const atFirst = () => page.evaluate(() => Reflect.get(window, "atFirst"));
    await page.goto("/signup");
    await page.getByRole("heading", { name: "انضم إلى الحديث" }).waitFor();
    expect(await atFirst()).toBe("ar-EG rtl");
    expect(await page.getByText("لا تقل عن").textContent()).toContain("٨");
    expect(new Set(texts)).toEqual(new Set(["ar"]));

    // Whoever cannot read that finds their own, and loses nothing that is typed.
    await page.locator("[name=username]").fill("many_tongues");
    await page.getByRole("button", { name: "Türkçe" }).click();
    await page.getByRole("heading", { name: "Sohbete katılın" }).waitFor();
    expect(await page.locator("html").getAttribute("dir")).toBe("ltr");
    expect(await page.locator("[name=username]").inputValue()).toBe("many_tongues");
    await page.locator("[name=password]").fill(PASSWORD);
    await page.getByRole("button", { name: "Hesap oluştur" }).click();
    await page.getByText("Hoş geldiniz").waitFor();

    await page.goto("/settings");
    expect(await atFirst()).toBe("tr ltr");
    await page.getByRole("radio", { name: "Русский" }).check();
    await page.getByRole("heading", { name: "Настройки" }).waitFor();
    await page.getByRole("radio", { name: "12-часовой" }).check();
    const settings = () => page.evaluate(async () => (await (await fetch("/api/me")).json()).user.settings);
    await expect.poll(settings).toEqual({ language: "ru", clock: "h12" });

    // Another device, whose owner reads something else: theirs for the door, the person's behind it.
    const elsewhere = await visitor({ locale: "ja" });
    await elsewhere.page.goto("/login");
    await elsewhere.page.getByRole("heading", { name: "おかえりなさい" }).waitFor();
    await elsewhere.context.addCookies(await context.cookies());
    await elsewhere.page.goto("/settings");
    await elsewhere.page.getByRole("heading", { name: "Настройки" }).waitFor();
    expect(await elsewhere.page.getByRole("radio", { name: "12-часовой" }).isChecked()).toBe(true);
    expect(await elsewhere.page.locator("html").getAttribute("lang")).toBe("ru");
  });

  test("says nothing that was not put into the catalogue, and has room for longer words", async () => {
    const me = await member("pseudo_me", "Ωμέγα", { locale: "ja", viewport: { width: 320, height: 700 } });
    const { page } = me;
    const { keyboard } = page;
    await speakPseudo(me.context);
    const direct = directRoomId(me.id, delta.id);
    await sayAll(delta, direct, ["Γειά", "Καλημέρα"]);
    await delta.write("global", "Γειά");
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      const found = await hardCodedOn(page);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("wider than 320");
      if (found.length > 0) faults[name] = found;
    };
    /** `sign` is there when the screen is. */
    const visit = async (address: string, sign: string) => {
      const mark = page.locator(sign).first();
      // As a link would, where the screen that is left has no such sign itself: loading the page is most of the work.
      if (page.url().startsWith("http") && !(await mark.isVisible())) await goTo(page, address);
      else await page.goto(address);
      await mark.waitFor();
      await look(address);
    };
    const menuOn = async (text: string) => {
      // Once it is stored: before, there is nothing to do with it.
      await page.locator("article[data-seq]", { hasText: text }).focus();
      await keyboard.press("Shift+F10");
      await page.locator(".menu").waitFor();
    };

    await visit("/", ".room-link-preview");
    await visit(`/r/${encodeURIComponent(direct)}`, ".message-text");
    await page.locator(".composer textarea").fill("Ναι");
    await keyboard.press("Enter");
    await messageOf(page, "Ναι").waitFor();
    await menuOn("Ναι");
    await look("menu");
    await page.locator(".menu-emoji-item").first().click();
    await page.locator(".reaction").waitFor();
    await look("reaction");
    await menuOn("Ναι");
    await keyboard.press("End");
    await keyboard.press("Enter");
    await page.locator(".dialog").waitFor();
    await look("deleting");
    await keyboard.press("Escape");
    await page.locator(".composer textarea").focus();
    await keyboard.press("ArrowUp");
    await page.locator(".composer-about").waitFor();
    await look("editing");
    await keyboard.type("!");
    await keyboard.press("Enter");
    await page.locator(".edited").waitFor();
    await look("edited");
    await page.locator(".composer-emoji").click();
    await page.locator(".picker-grid").first().waitFor();
    await look("emoji");
    await keyboard.press("Escape");
    await page.locator(".composer textarea").fill("α".repeat(4_001));
    await page.locator(".composer .counter").waitFor();
    await look("too long");
    await page.locator(".composer textarea").fill("\u0007");
    await keyboard.press("Enter");
    await page.locator(".unsent-state").waitFor();
    await look("failed");

    await visit("/groups/new", "form");
    await page.locator("form button[type=submit]").click();
    await page.locator(".field-fault").waitFor();
    await look("group with faults");
    await page.locator("[name=group-name]").fill("Ομάδα");
    await page.locator("form [type=search]").fill("Δέλτα");
    await page.locator(".pick").click();
    await look("picked");
    await page.locator("form button[type=submit]").click();
    await page.locator(".composer textarea").waitFor();
    await look("empty group");
    await visit(`${new URL(page.url()).pathname}/info`, ".member");
    await page.locator(".invite-form button").click();
    await page.locator(".invite").waitFor();
    await look("invite");
    await page.locator(".details-end button").first().click();
    await page.locator(".dialog").waitFor();
    await look("leaving");

    await visit("/people?q=%CE%94%CE%AD", ".person-link");
    await visit("/people?q=%CE%94%CE%94%CE%94", ".notice");
    await visit(`/u/${delta.id}`, ".person-card");
    await visit("/u/nobody", ".notice");
    await visit("/search", ".search-help");
    await visit("/search?q=%CE%9A%CE%B1%CE%BB%CE%B7%CE%BC%CE%AD%CF%81%CE%B1", ".hit");
    await visit("/search?q=%CE%94%CE%94", ".notice");
    await visit("/search?q=from%3A%20in%3A%20on%3A%20has%3A%CE%B1%20mentions%3A%CE%B1%20-from%3Ame", ".search-faults");
    await visit("/groups?q=%CE%94", ".notice");
    await visit("/invite/nowhere", ".notice");
    await visit("/profile", "form");
    await visit("/settings", ".check");
    await keyboard.press("Control+k");
    await page.locator(".switcher .suggestion").first().waitFor();
    await look("switcher");
    await keyboard.press("Escape");
    await keyboard.press("Control+/");
    await page.locator(".sheet").waitFor();
    await look("shortcuts");
    await keyboard.press("Escape");
    await visit("/account", ".device");
    await page.locator(".button.danger").last().click();
    await look("leaving for good");
    await visit("/r/group%3Anowhere", ".notice");
    await visit("/nowhere", ".notice");
    await me.context.clearCookies();
    await page.goto("/login");
    await page.locator(".auth form").waitFor();
    await look("/login");
    await goTo(page, "/signup");
    await page.locator("[name=name]").waitFor();
    await page.locator("form button[type=submit]").click();
    await page.locator(".field-fault").first().waitFor();
    await look("sign up with faults");
    expect(faults).toEqual({});
  });

  test("right to left is free of what axe finds, and arrows follow it", async () => {
    const { page, id } = await member("rtl_reader", "قارئ", { locale: "ar" });
    const direct = directRoomId(id, delta.id);
    await sayAll(delta, direct, ["مرحبا", "Good morning, see https://example.com/a/long/path"]);
    const faults: Record<string, string[]> = {};
    const look = async (name: string) => {
      const found = await faultsOf(page);
      if (found.length > 0) faults[name] = found;
    };
    await openRoom(page, direct, /^رسالة إلى/);
    await messageOf(page, "Good morning").waitFor();
    await look("room");
    // Forward is to the left, in a menu as in a line of text.
    await messageOf(page, "مرحبا").focus();
    await page.keyboard.press("Shift+F10");
    const items = page.locator(".menu [role^=menuitem]");
    await items.nth(0).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("ArrowLeft");
    await items.nth(1).and(page.locator(":focus")).waitFor();
    const [first, second] = [await items.nth(0).boundingBox(), await items.nth(1).boundingBox()];
    expect(first?.x).toBeGreaterThan(second?.x ?? Number.POSITIVE_INFINITY);
    await look("menu");
    await page.keyboard.press("Escape");
    await goTo(page, `/r/${encodeURIComponent(direct)}/info`);
    await page.getByRole("complementary", { name: "التفاصيل" }).waitFor();
    await look("details");
    await goTo(page, "/");
    await page.getByRole("complementary", { name: "التفاصيل" }).waitFor({ state: "detached" });
    await look("list");
    await goTo(page, "/search?q=مرحبا");
    await page.locator(".hit").first().waitFor();
    await look("search");
    await goTo(page, "/profile");
    await page.getByRole("heading", { name: "ملفك الشخصي" }).waitFor();
    await look("profile");
    expect(faults).toEqual({});
  });
});
