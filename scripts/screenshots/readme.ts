/** The pictures of README.md, small enough to be kept with the code. */
import { logIn, type Studio } from "./browser.ts";
import { type Look, WHO, windowOf } from "./main-screens.ts";

const PICTURES: Record<string, Look> = {
  room: { device: "desktop", colorScheme: "light", locale: "en-GB" },
  phone: { device: "phone", colorScheme: "dark", locale: "en-GB" },
  arabic: { device: "phone", colorScheme: "light", locale: "ar" },
};
// Letters stay sharp, and the three together are under 400 kB.
const QUALITY = 82;

export async function takeForReadme(studio: Studio): Promise<void> {
  for (const [name, look] of Object.entries(PICTURES)) {
    const page = await studio.open(windowOf(look));
    await logIn(page, WHO);
    await page.goto("/r/global");
    await page.getByText("See you all on Saturday").last().waitFor();
    await studio.takeSmall(page, name, QUALITY);
    await page.context().close();
  }
}
