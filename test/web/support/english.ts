/** Import this for the page to speak English in a test, as it does in a browser before anything is shown. */
import { speak, withTexts } from "../../../web/i18n/speak.ts";

await speak("en");
await withTexts(
  Promise.resolve(),
  "room",
  "screens",
  "actions",
  "account",
  "groups",
  "safety",
  "door",
  "console",
  "search",
);
