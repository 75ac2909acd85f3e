import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { createGroupsApi, type GroupsApi } from "../../web/client/groups-api.ts";
import { createHttp } from "../../web/client/http.ts";
import { addresses, isInvite, partsOf } from "../../web/models/addresses.ts";
import { badgeOf } from "../../web/models/badge.ts";
import { createGroup } from "../../web/models/group.ts";
import { afterLeaving, mayRemove, rightsOf } from "../../web/models/group-rules.ts";
import { createLookup } from "../../web/models/lookup.ts";
import { createGroupMaker } from "../../web/models/new-group.ts";
import { createRoomSettings } from "../../web/models/room-settings.ts";
import { createRooms } from "../../web/models/rooms.ts";
import type { Member, Room } from "../../worker/protocol.ts";
import { alice, bob, room } from "./support/room-log.ts";
import { createScriptedSockets } from "./support/scripted-sockets.ts";

const ROOM_ID = "group:g1";
const group = (more: Partial<Room> = {}): Room => ({
  ...room(3),
  id: ROOM_ID,
  kind: "group",
  name: "Choir",
  role: "owner",
  memberCount: 2,
  public: false,
  ...more,
});
const owner: Member = { ...alice, role: "owner" };
const moderator: Member = { ...bob, role: "moderator" };
const member: Member = { id: "carol1", username: "carol", displayName: "Carol", role: "member" };

/** The calls as they leave, answered by `answer`. */
function recorded(answer: (call: string) => unknown) {
  const calls: string[] = [];
  const http = createHttp({
    fetch: async (input, init) => {
      const call = `${init?.method} ${input}${init?.body ? ` ${init.body}` : ""}`;
      calls.push(call);
      const body = answer(call);
      if (body instanceof ApiError) {
        const { code, detail } = body;
        return Response.json({ type: "about:blank", title: "No", status: 404, detail, code }, { status: 404 });
      }
      return body === undefined ? new Response(null, { status: 204 }) : Response.json(body);
    },
  });
  return { calls, api: createGroupsApi(http) };
}

describe("somebody's role in a group", () => {
  test("says what they may do: the owner everything, a moderator what is needed every day, a member nothing", () => {
    expect(Object.values(rightsOf("owner")).every(Boolean)).toBe(true);
    expect(rightsOf("moderator")).toEqual({
      mayRename: false,
      mayPublish: false,
      mayDelete: false,
      maySetRoles: false,
      mayChangeTopic: true,
      mayAdd: true,
      mayInvite: true,
    });
    for (const role of ["member", undefined] as const) expect(Object.values(rightsOf(role)).some(Boolean)).toBe(false);
  });

  test("lets them remove those below them, and nobody else", () => {
    const roles = ["owner", "moderator", "member"] as const;
    const removable = roles.map((role) => roles.filter((other) => mayRemove(role, other)));
    expect(removable).toEqual([["moderator", "member"], ["member"], []]);
    expect(mayRemove(undefined, "member")).toBe(false);
  });

  test("decides what becomes of the group when they leave", () => {
    expect(afterLeaving("owner", alice.id, [owner, moderator, member])).toEqual({ kind: "inherited", heir: moderator });
    expect(afterLeaving("owner", alice.id, [owner, member])).toEqual({ kind: "inherited", heir: member });
    expect(afterLeaving("owner", alice.id, [owner])).toEqual({ kind: "gone" });
    expect(afterLeaving("member", member.id, [owner, member])).toEqual({ kind: "stays" });
  });
});

test.each([
  [{ unread: 0, mentions: 0, muted: false }, undefined],
  [
    { unread: 4, mentions: 0, muted: false },
    { unread: 4, mentions: 0, isQuiet: false },
  ],
  [
    { unread: 4, mentions: 1, muted: true },
    { unread: 4, mentions: 1, isQuiet: true },
  ],
  // The two may be told apart in time.
  [
    { unread: 1, mentions: 2, muted: false },
    { unread: 1, mentions: 1, isQuiet: false },
  ],
] as const)("a room with %j is marked in the list with %j", (state, badge) => {
  expect(badgeOf(group(state))).toEqual(badge);
});

describe("a new group", () => {
  test("is made once however often it is tried, and anew when its plan was changed", async () => {
    const ids: (string | undefined)[] = [];
    let isAway = true;
    const make = createGroupMaker({
      make: async ({ id }) => {
        ids.push(id);
        if (isAway) throw new ApiError("unreachable", "no answer");
        return group();
      },
    });
    const plan = { name: "Choir", memberIds: [bob.id] };
    await expect(make(plan)).rejects.toMatchObject({ code: "unreachable" });
    await expect(make({ ...plan })).rejects.toMatchObject({ code: "unreachable" });
    isAway = false;
    await make({ ...plan, name: "Chorus" });
    expect(ids[0]).toMatch(/^[\w-]{22}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test("leaves as the protocol says it", async () => {
    const { calls, api } = recorded(() => ({ room: group() }));
    await api.make({ id: "client-id-1", name: "Choir", memberIds: ["b"] });
    expect(calls).toEqual(['POST /api/rooms {"kind":"group","id":"client-id-1","name":"Choir","memberIds":["b"]}']);
  });
});

describe("the details of a group", () => {
  const details = (members: Member[]) => ({ room: { ...group({ memberCount: members.length }), members } });

  test("follow each change, and stay as they were where one is refused", async () => {
    let members = [owner, member];
    const { calls, api } = recorded((call) => {
      if (call.startsWith("GET")) return details(members);
      if (call.includes("stranger")) return new ApiError("not_found", "nobody");
      if (call.startsWith("DELETE")) members = [owner];
      return undefined;
    });
    const model = createGroup(api, ROOM_ID);
    await model.load();
    expect(model.details.value?.members).toEqual([owner, member]);
    await model.setRole(member.id, "moderator");
    await expect(model.add([bob, { ...bob, id: "stranger" }])).rejects.toMatchObject({ code: "not_found" });
    expect(model.details.value?.members).toEqual([owner, member]);
    await model.remove(member.id);
    expect(model.details.value?.members).toEqual([owner]);
    expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([
      'PUT /api/rooms/group%3Ag1/members/carol1 {"role":"moderator"}',
      "PUT /api/rooms/group%3Ag1/members/bob1 {}",
      "PUT /api/rooms/group%3Ag1/members/stranger {}",
      "DELETE /api/rooms/group%3Ag1/members/carol1",
    ]);
  });

  test("take the answer to the last question, whichever comes first", async () => {
    const answers: ((members: Member[]) => void)[] = [];
    const api: Pick<GroupsApi, "details"> = {
      details: () => new Promise((resolve) => answers.push((members) => resolve(details(members).room))),
    };
    const model = createGroup({ ...recorded(() => undefined).api, ...api }, ROOM_ID);
    const both = [model.load(), model.load()];
    answers[1]?.([owner, moderator]);
    answers[0]?.([owner]);
    await Promise.all(both);
    expect(model.details.value?.members).toEqual([owner, moderator]);
  });

  test("take an invite that has ended already for withdrawn", async () => {
    const invite = (code: string, createdAt: number) => ({ code, roomId: ROOM_ID, createdBy: alice.id, createdAt });
    const { api } = recorded((call) => {
      if (call.startsWith("GET")) return { invites: [invite("old", 1), invite("new", 2)] };
      if (call.startsWith("POST")) return { invite: invite("newest", 3) };
      return new ApiError("not_found", "it has ended");
    });
    const model = createGroup(api, ROOM_ID);
    await model.loadInvites();
    await model.invite({ uses: 1 });
    expect(model.invites.value?.map(({ code }) => code)).toEqual(["newest", "new", "old"]);
    await model.endInvite("old");
    expect(model.invites.value?.map(({ code }) => code)).toEqual(["newest", "new"]);
  });
});

describe("a group in the list", () => {
  let sockets: ReturnType<typeof createScriptedSockets>;
  beforeEach(() => {
    vi.useFakeTimers();
    sockets = createScriptedSockets();
    vi.stubGlobal("WebSocket", sockets.WebSocket);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  async function listOf(rooms: Room[]) {
    const told: string[] = [];
    const model = createRooms({
      origin: "https://chat.example",
      api: { rooms: async () => [] },
      onEnded: () => {},
      onRoom: ({ id, name }) => told.push(`${id} ${name}`),
    });
    const inbox = await sockets.next();
    inbox.open();
    inbox.receive({ type: "welcome", rooms });
    return { model, inbox, told, ids: () => model.list.value?.map(({ id }) => id) };
  }

  test("is gone at once when it is lost, and back when somebody lets one in again", async () => {
    const { model, inbox, ids, told } = await listOf([room(1), group()]);
    expect(ids()).toEqual(["global", ROOM_ID]);
    inbox.receive({ type: "gone", roomId: ROOM_ID });
    expect([ids(), model.isLost(ROOM_ID)]).toEqual([["global"], true]);
    inbox.receive({ type: "room", room: group({ name: "Chorus" }) });
    expect([ids(), model.isLost(ROOM_ID)]).toEqual([["global", ROOM_ID], false]);
    expect(told.at(-1)).toBe(`${ROOM_ID} Chorus`);
    model.close();
  });

  test("that was lost while nobody listened is lost when the list comes back without it", async () => {
    const { model, inbox } = await listOf([room(1), group()]);
    inbox.close(1006);
    const again = await sockets.next();
    again.open();
    again.receive({ type: "welcome", rooms: [room(1)] });
    expect(model.isLost(ROOM_ID)).toBe(true);
    model.close();
  });

  test("that was never there cannot be lost", async () => {
    const { model } = await listOf([room(1)]);
    model.lose(ROOM_ID);
    expect(model.isLost(ROOM_ID)).toBe(false);
    model.close();
  });

  test("counts in the window's title unless it is muted, and then still with its mentions", async () => {
    const { model } = await listOf([group({ readSeq: 0, unread: 3, mentions: 1 })]);
    expect(model.unread.value).toBe(3);
    model.note(group({ readSeq: 0, unread: 3, mentions: 1, muted: true }));
    expect(model.unread.value).toBe(1);
    model.close();
  });
});

describe("what one wants to hear of a room", () => {
  function settings(outcomes: (ApiError | undefined)[]) {
    let now = group();
    const sent: object[] = [];
    const set = createRoomSettings(
      {
        set: async (_roomId, input) => {
          sent.push(input);
          const refusal = outcomes.shift();
          if (refusal !== undefined) throw refusal;
        },
      },
      {
        get: () => now,
        note: (next) => {
          now = next;
        },
      },
    );
    return { set, sent, now: () => now };
  }

  test("shows at once, and is sent in the order it was chosen", async () => {
    const { set, sent, now } = settings([]);
    const both = [set(now(), { notify: "mentions" }), set(now(), { notify: "none" }), set(now(), { muted: true })];
    expect(now()).toMatchObject({ notify: "none", muted: true });
    await Promise.all(both);
    expect(sent).toEqual([{ notify: "mentions" }, { notify: "none" }, { muted: true }]);
  });

  test("goes back where it was refused, and nothing else with it", async () => {
    const { set, now } = settings([new ApiError("unavailable", "busy")]);
    const refused = set(now(), { muted: true });
    const taken = set(now(), { notify: "none" });
    await expect(refused).rejects.toMatchObject({ code: "unavailable" });
    await taken;
    expect(now()).toMatchObject({ muted: false, notify: "none" });
  });
});

test("a search that has something to show before anybody types asks at once", async () => {
  vi.useFakeTimers();
  try {
    const asked: string[] = [];
    const find = async (q: string) => asked.push(q);
    const people = createLookup(find);
    people.ask("");
    const groups = createLookup(find, { asksEmpty: true });
    groups.ask("");
    await vi.runAllTimersAsync();
    expect(asked).toEqual([""]);
    expect([people.state.value.kind, groups.state.value.kind]).toEqual(["idle", "found"]);
  } finally {
    vi.useRealTimers();
  }
});

test("an invitation is known by its address, and only by one of ours", () => {
  expect(partsOf(addresses.invite("a/b"))).toEqual(["invite", "a/b"]);
  expect(isInvite(addresses.invite("abc"))).toBe(true);
  for (const other of ["/r/global", "//evil.example/invite/abc", undefined]) expect(isInvite(other)).toBe(false);
});
