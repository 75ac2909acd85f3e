/** What those decide who run the community. */
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { type Community, RoomName } from "../protocol.ts";
import { entryOf } from "./audit.ts";
import type { Database } from "./database.ts";
import type { By } from "./moderation.ts";
import { community, reports, rooms, users } from "./schema.ts";

const Name = v.fallback(RoomName, "Confab");
const SignUp = v.fallback(v.picklist(["open", "invite"]), "open");

/** Until something is decided it is called Confab and open to everybody. */
export async function readCommunity(db: Database): Promise<Community> {
  const rows = await db.select().from(community);
  const values = new Map(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  return { name: v.parse(Name, values.get("name")), signUp: v.parse(SignUp, values.get("signUp")) };
}

export async function changeCommunity(db: Database, { actorId, at }: By, change: Partial<Community>): Promise<void> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return;
  const changes = JSON.stringify(entries.map(([key, value]) => ({ key, value: JSON.stringify(value) })));
  const differs = `from json_each(?) as wanted where not exists (
    select 1 from community where key = wanted.value ->> 'key' and community.value = wanted.value ->> 'value') limit 1`;
  await db.$client.batch([
    entryOf(db, { at, action: "settings_changed", actorId, detail: Object.fromEntries(entries) }, differs, changes),
    db.$client
      .prepare(
        `insert into community (key, value)
         select wanted.value ->> 'key', wanted.value ->> 'value' from json_each(?) as wanted where true
         on conflict (key) do update set value = excluded.value`,
      )
      .bind(changes),
  ]);
}

/** How large it is, as the record has it. One row read for each person and room. */
export async function countCommunity(db: Database) {
  const [[people], [said], [open]] = await db.batch([
    db
      .select({ count: sql<number>`count(*)`, banned: sql<number>`count(banned_at)` })
      .from(users)
      .where(sql`deleted_at is null`),
    db.select({ rooms: sql<number>`count(*)`, messages: sql<number>`coalesce(sum(last_seq), 0)` }).from(rooms),
    db.select({ count: sql<number>`count(*)` }).from(reports).where(sql`closed_at is null`),
  ]);
  return {
    people: people?.count ?? 0,
    banned: people?.banned ?? 0,
    rooms: said?.rooms ?? 0,
    messages: said?.messages ?? 0,
    openReports: open?.count ?? 0,
  };
}
