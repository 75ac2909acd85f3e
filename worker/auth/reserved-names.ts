/**
 * Usernames that nobody can sign up with, because of what others would take them for. The operator can: `npm run admin -- create admin`.
 * Display names are free: they are no proof of anything, and the username stands beside them.
 */
const RESERVED = {
  "speaks for the house":
    "admin administrator admins root superuser sysadmin sysop operator owner moderator moderators mod mods staff team official support helpdesk help security trust confab",
  "is the software": "system server service daemon bot robot automod webhook api console",
  "means many people in a mention": "everyone everybody all here channel room group members online",
  "is a room": "global lobby",
  "is nobody": "deleted unknown nobody noone anonymous anon guest none null undefined nil void someone somebody",
  "is whoever reads it": "you yourself self myself",
  "is a mailbox that mail servers trust":
    "abuse postmaster webmaster hostmaster mailer noreply donotreply info contact",
};

const LOOKALIKES: Record<string, string> = { a: "4", b: "8", e: "3", g: "9", i: "1", l: "1", o: "0", s: "5", t: "7" };

const PATTERN = new RegExp(
  `^(?:${Object.values(RESERVED)
    .flatMap((names) => names.split(" "))
    .map(patternOf)
    .join("|")})_*$`,
);

/** Whether a username (in its stored form) is one of them, or one with digits for letters or with `_` in it. */
export function isReservedName(username: string): boolean {
  return PATTERN.test(username);
}

function patternOf(name: string): string {
  return Array.from(name, (letter) => `[${letter}${LOOKALIKES[letter] ?? ""}]`).join("_*");
}
