/** Every screen, light and dark, on a desk and on a phone, in two directions. */
import { PEOPLE } from "../seed/people.ts";
import { logIn, type Studio } from "./browser.ts";

export const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
export const WHO = PEOPLE[0].username;
/** What is there to look at beside the room, by its address. */
const SCREENS = {
  info: "/r/global/info",
  people: "/people",
  groups: "/groups",
  "new-group": "/groups/new",
  profile: "/profile",
  settings: "/settings",
  account: "/account",
  "admin-reports": "/admin/reports",
  "admin-people": "/admin/people",
  "admin-rooms": "/admin/rooms",
  "admin-audit": "/admin/audit",
  "admin-settings": "/admin/settings",
  "admin-health": "/admin/health",
};

export interface Look {
  device: keyof typeof VIEWPORTS;
  colorScheme: "light" | "dark";
  locale: "en-GB" | "ar";
}

export function windowOf({ device, colorScheme, locale }: Look) {
  return { viewport: VIEWPORTS[device], colorScheme, locale, hasTouch: device === "phone" };
}

export async function takeMain(studio: Studio): Promise<void> {
  for (const device of ["desktop", "phone"] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const locale of ["en-GB", "ar"] as const) await takeFor(studio, { device, colorScheme, locale });
    }
  }
}

async function takeFor(studio: Studio, look: Look) {
  const { device, colorScheme, locale } = look;
  const page = await studio.open(windowOf(look));
  const take = (screen: string) =>
    studio.take(page, `${screen}-${device}-${colorScheme}${locale === "ar" ? "-ar" : ""}`);
  await page.goto("/");
  await page.locator("[name=username]").waitFor();
  await take("login");
  await logIn(page, WHO);
  await page.getByText("Yusuf Işık").first().waitFor();
  await take("list");
  await page.goto("/r/global");
  await page.getByText("See you all on Saturday").last().waitFor();
  await take("room");
  await page.goto(`/search?q=${encodeURIComponent("film")}`);
  await page.getByRole("main").getByText("film night").first().waitFor();
  await take("search");
  for (const [screen, path] of Object.entries(SCREENS)) {
    await page.goto(path);
    await page.getByRole("main").getByRole("heading").first().waitFor();
    await take(screen);
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await take("switcher");
  await page.context().close();
}
