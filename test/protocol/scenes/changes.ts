import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { HistoryPage, type Message, MessageAnswer, RoomsAnswer, SearchPage } from "../../../worker/protocol.ts";
import { expectProblem } from "../http.ts";
import type { RoomLine } from "../line.ts";
import { type Person, strangers } from "../person.ts";
import { origin } from "../server.ts";

const react = (who: Person, room: string, seq: number, emoji: string, method = "PUT") =>
  who.ask(method, `/rooms/${room}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`);
const edit = (who: Person, room: string, seq: number, body: string) =>
  who.ask("PATCH", `/rooms/${room}/messages/${seq}`, { body });
const remove = (who: Person, room: string, seq: number) => who.ask("DELETE", `/rooms/${room}/messages/${seq}`);

/** The message as it came with this rev. */
const at = (line: RoomLine, rev: number): Promise<Message> => line.message((message) => message.rev === rev);

describe("a message that is there", () => {
  it("R13 R14 R15 S12 S14 S16 is edited, reacted to and deleted before everybody's eyes", async () => {
    const { alice, bob, room } = await strangers(origin());
    const [atAlice, atBob] = [await alice.join(room), await bob.join(room)];
    const sent = await atAlice.say("tea?");
    atAlice.send({ type: "edit", seq: 1, body: "coffee?" });
    expect(await at(atBob, 2)).toEqual({ ...sent, rev: 2, body: "coffee?", editedAt: expect.any(Number) });
    for (const line of [atBob, atAlice]) line.send({ type: "react", seq: 1, emoji: "👍🏽", on: true });
    expect((await at(atBob, 4)).reactions).toEqual({ "👍🏽": expect.arrayContaining([alice.id, bob.id]) });
    atBob.send({ type: "react", seq: 1, emoji: "👍🏽", on: true, ref: "twice" });
    expect(await atBob.next("known")).toEqual({ type: "known", ref: "twice", message: await at(atBob, 4) });
    atAlice.send({ type: "react", seq: 1, emoji: "👍🏽", on: false });
    expect((await at(atBob, 5)).reactions).toEqual({ "👍🏽": [bob.id] });
    atBob.send({ type: "react", seq: 1, emoji: "👍🏽", on: false });
    expect(await at(atAlice, 6)).not.toHaveProperty("reactions");
    atAlice.send({ type: "delete", seq: 1 });
    const gone = await at(atBob, 7);
    expect(gone).toMatchObject({ seq: 1, id: sent.id, from: alice.asPerson, body: "", deletedAt: expect.any(Number) });
    expect(gone).not.toHaveProperty("reactions");
    expect(await at(atAlice, 7)).toEqual(gone);
    const frames = atBob.frames.filter((frame) => frame.type === "messages");
    for (const [index, { prev }] of frames.entries()) expect(prev).toBe(frames[index - 1]?.rev ?? 0);
  });

  it("H33 H34 is changed over HTTP by whom it is for, and by nobody else", async () => {
    const { alice, bob, room } = await strangers(origin());
    const line = await bob.join(room);
    await alice.write(room, "tea?");
    expectProblem(await edit(bob, room, 1, "mine"), "forbidden");
    expectProblem(await remove(bob, room, 1), "forbidden");
    const answer = await edit(alice, room, 1, "coffee?");
    expect(answer.status).toBe(200);
    expect(await at(line, 2)).toEqual(v.parse(MessageAnswer, answer.body).message);
    for (let n = 0; n < 2; n++) expect(await react(bob, room, 1, "🏴󠁧󠁢󠁳󠁣󠁴󠁿")).toMatchObject({ status: 204, body: undefined });
    expect((await at(line, 3)).reactions).toEqual({ "🏴󠁧󠁢󠁳󠁣󠁴󠁿": [bob.id] });
    for (let n = 0; n < 2; n++) expect((await react(bob, room, 1, "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "DELETE")).status).toBe(204);
    expect(await at(line, 4)).not.toHaveProperty("reactions");
    expectProblem(await react(bob, room, 1, "tea"), "bad_request");
    expectProblem(await react(bob, room, 2, "🎉"), "not_found");
    expectProblem(await edit(alice, room, 1, ""), "bad_request");
    for (let n = 0; n < 2; n++) expect(await remove(alice, room, 1)).toMatchObject({ status: 204, body: undefined });
    expect(await at(line, 5)).toMatchObject({ body: "", deletedAt: expect.any(Number) });
    expectProblem(await edit(alice, room, 1, "back"), "not_found");
    expectProblem(await react(alice, room, 1, "🎉"), "not_found");
  });

  it("S21 H29 H22 H46 is everywhere as it is now, for those who come back and those who look it up", async () => {
    const { alice, bob, room } = await strangers(origin());
    const before = await bob.join(room);
    for (const body of ["one persimmon", "two persimmons", "three persimmons"]) await alice.write(room, body);
    const { epoch, rev } = await (await alice.join(room)).next("welcome");
    before.hangUp();
    await edit(alice, room, 1, "one quince");
    await react(alice, room, 1, "🎉");
    await remove(alice, room, 3);
    const { messages } = v.parse(HistoryPage, await bob.get(`/rooms/${room}/messages`));
    expect(messages.map(({ body }) => body)).toEqual(["one quince", "two persimmons", ""]);
    const welcome = await (await bob.join(room, { since: String(rev), epoch })).next("welcome");
    expect(welcome).toMatchObject({ reset: false, seq: 3, rev: 6, room: { lastMessage: messages[2] } });
    expect(welcome.messages).toEqual([messages[0], messages[2]]);
    const found = async (q: string) =>
      v.parse(SearchPage, await bob.get(`/search?room=${room}&q=${q}`)).hits.map(({ message }) => message.seq);
    await expect.poll(() => found("quince"), { timeout: 4_000 }).toEqual([1]);
    await expect.poll(() => found("persimmon"), { timeout: 4_000 }).toEqual([]);
    await expect.poll(() => found("persimmons"), { timeout: 4_000 }).toEqual([2]);
    const { rooms } = v.parse(RoomsAnswer, await bob.get("/rooms"));
    expect(rooms.find(({ id }) => id === room)).toMatchObject({ lastSeq: 3, lastMessage: messages[2] });
  });
});
