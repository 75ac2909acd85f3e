import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { UsersAnswer } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import { type Person, person, strangers } from "../person.ts";
import { origin } from "../server.ts";

async function found(by: Person, q: string, limit = 100): Promise<string[]> {
  const body = await by.get(`/users?q=${encodeURIComponent(q)}&limit=${limit}`);
  return v.parse(UsersAnswer, body).users.map(({ id }) => id);
}

describe("finding people", () => {
  it("H19 finds the start of the username and of each word of the display name, whatever its case and accents", async () => {
    const ayse = await person(origin(), "zq_ayse", "Ayşe Işık YILMAZ");
    const people = {
      russian: await person(origin(), "zq_elka", "Ёлка Зимняя"),
      arabic: await person(origin(), "zq_ahmed", "أحمد القُرشي"),
      japanese: await person(origin(), "zq_taro", "山田 ﾀﾛｳ"),
      german: await person(origin(), "zq_strasse", "Jörg Großmann"),
    };
    for (const q of [
      ayse.username,
      "zq_ay",
      "ZQ_AYSE",
      "ayse",
      "AYŞE",
      "ışı",
      "isik",
      "IŞIK",
      "yılm",
      "yilmaz",
      "Işık Yıl",
    ]) {
      expect(await found(ayse, q), q).toContain(ayse.id);
    }
    for (const q of ["yse", "lmaz", "q_ayse", "ayseyilmaz"]) expect(await found(ayse, q), q).not.toContain(ayse.id);
    expect(await found(ayse, "елка")).toContain(people.russian.id);
    expect(await found(ayse, "ЗИМ")).toContain(people.russian.id);
    expect(await found(ayse, "احمد")).toContain(people.arabic.id);
    expect(await found(ayse, "山")).toContain(people.japanese.id);
    expect(await found(ayse, "タロウ")).toContain(people.japanese.id);
    expect(await found(ayse, "jorg gross")).toContain(people.german.id);
  });

  it("H19 puts the exact username first", async () => {
    const name = `xact${process.pid}`;
    const longer = await person(origin(), `${name}_`);
    const named = await person(origin(), "other", longer.username);
    for (let i = 0; i < 2; i++) await person(origin(), longer.username.slice(0, 20));
    const [first] = await found(longer, longer.username.toUpperCase());
    expect(first).toBe(longer.id);
    expect(await found(longer, longer.username)).toContain(named.id);
  });

  it("H19 takes % and the like as text, and an empty question not at all", async () => {
    const alice = await person(origin(), "alice");
    expect(await found(alice, "alice")).toContain(alice.id);
    for (const q of ["%", "_", "%%", "a%", "\\", "'", '"', "*", "alice*", "' OR ''='", "\u0000"]) {
      expect(await found(alice, q), q).not.toContain(alice.id);
    }
    for (const path of ["/users", "/users?q=", "/users?q=%20%20", `/users?q=${"a".repeat(201)}`]) {
      expectProblem(await alice.ask("GET", path), "bad_request");
    }
  });

  it("H19 G17 shows as many as were asked for", async () => {
    const [alice] = [await person(origin(), "many"), await person(origin(), "many"), await person(origin(), "many")];
    expect(await found(alice, "many_")).toHaveLength(3);
    expect(await found(alice, "many_", 2)).toHaveLength(2);
    for (const limit of ["0", "-1", "101", "1.5", "x", "1e1", " 5", ""]) {
      expectProblem(await alice.ask("GET", `/users?q=cast&limit=${encodeURIComponent(limit)}`), "bad_request");
    }
  });

  it("H19 finds people by the name that they have now", async () => {
    const changeling = await person(origin(), "chang", "Oldname Person");
    expect(await found(changeling, "oldname")).toContain(changeling.id);
    await changeling.ask("PATCH", "/me", { displayName: "Newname Person" });
    expect(await found(changeling, "oldname")).not.toContain(changeling.id);
    expect(await found(changeling, "newname")).toContain(changeling.id);
  });

  it("H20 R4 shows people by their ids", async () => {
    const { alice, bob } = await strangers(origin());
    await bob.ask("PATCH", "/me", { bio: "tea", settings: { secret: true } });
    const { users } = v.parse(UsersAnswer, await alice.get(`/users?ids=${alice.id},nobody,${bob.id}`));
    expect(users).toHaveLength(2);
    expect(users).toEqual(expect.arrayContaining([alice.asPerson, bob.asPerson]));
    const body = await alice.get(`/users/${bob.id}`);
    expect(body).toEqual({ user: { ...bob.asPerson, createdAt: expect.any(Number), bio: "tea" } });
    expectProblem(await alice.ask("GET", "/users/nobody"), "not_found");
    expectProblem(
      await alice.ask("GET", `/users?ids=${Array.from({ length: 101 }, (_, i) => `a${i}`)}`),
      "bad_request",
    );
    expect((await alice.ask("GET", `/users?ids=${Array.from({ length: 100 }, (_, i) => `a${i}`)}`)).status).toBe(200);
  });
});
