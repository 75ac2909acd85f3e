/** Every address there is, tried by those who may not, beside the same by somebody who may. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { ORIGIN } from "./support/cast.ts";
import {
  bearer,
  cookie,
  DOORS,
  type Door,
  ELSEWHERE,
  endedSessions,
  inside,
  type Scene,
  SOCKETS,
  scene,
  through,
} from "./support/doors.ts";
import { forgeriesOf } from "./support/forge.ts";

// For all doors that leave it as it was, or nearly so: making one takes longer than going through most doors.
let shared: Record<"direct" | "group" | "staff", Scene>;
/** Sessions that were good once. */
const ended: Record<string, string> = {};
beforeAll(async () => {
  const [direct, group, staff, sessions] = await Promise.all([
    scene("direct"),
    scene("group"),
    scene("direct", "admin"),
    endedSessions(),
  ]);
  shared = { direct, group, staff };
  for (const [what, { token }] of Object.entries(sessions)) ended[what] = token;
});

/** A scene in which nobody has been through this door yet, where that matters. */
async function sceneAt(door: Door, kind: "direct" | "group" = door.isOfGroups ? "group" : "direct"): Promise<Scene> {
  if (door.isOnce) return scene(kind, door.staff);
  return shared[door.staff ? "staff" : kind];
}

it("has a row for every address that there is", () => {
  const routes = app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  expect([...Object.keys(DOORS), ...Object.keys(SOCKETS)].sort()).toEqual([...new Set(routes)].sort());
});

describe.each(Object.entries(DOORS))("%s", (name, door) => {
  if (door.isPublic) {
    it("H1: is open to anybody", async () => {
      expect((await through(name, door, await sceneAt(door))({})).status).toBe(door.status);
    });
    return;
  }

  it("H1: is open to a session of ours, and to nothing that looks like one", async () => {
    const on = await sceneAt(door);
    const knock = through(name, door, on);
    const attempts = { ...(await forgeriesOf(on.ann.token, await on.ann.ticket())), ...ended };
    for (const [what, token] of Object.entries(attempts)) {
      for (const headers of [bearer(token), { ...cookie(token), origin: ORIGIN }]) {
        const { status, body } = await knock(headers, inside);
        expect({ status, code: body?.["code"] }, what).toEqual({ status: 401, code: "unauthenticated" });
      }
    }
    expect((await knock({})).status).toBe(401);
    if (!door.isOnce) expect((await knock(bearer(on.ann.token), inside)).status).toBe(door.status);
    expect((await knock(bearer(on.ann.token))).status).toBe(door.status);
  });

  it("H2: is closed to the cookie that another page sends along, and open to it from our own", async () => {
    const on = await sceneAt(door);
    const knock = through(name, door, on);
    if (!name.startsWith("GET ")) {
      for (const from of ELSEWHERE) {
        expect(await knock({ ...cookie(on.ann.token), ...from }, inside)).toMatchObject({
          status: 403,
          body: { code: "forbidden" },
        });
      }
    }
    expect((await knock({ ...cookie(on.ann.token), origin: ORIGIN })).status).toBe(door.status);
  });
});

describe.each(Object.entries(DOORS).filter(([, door]) => door.staff))("%s", (name, door) => {
  it("H37 H54: is not there for who does not look after the community, as an address that is not there is not", async () => {
    const on = await sceneAt(door);
    const missing = await on.bob.call(name.split(" ")[0] ?? "", "/api/nothing", door.body?.(on));
    expect(missing.status).toBe(404);
    for (const role of door.staff === "admin" ? ["member", "moderator"] : ["member"]) {
      await env.DB.prepare("update users set role = ? where id = ?").bind(role, on.bob.id).run();
      const { status, body } = await through(name, door, on)(bearer(on.bob.token));
      expect({ status, body }, role).toEqual({ status: missing.status, body: missing.body });
    }
    expect((await through(name, door, on)(bearer(on.ann.token))).status).toBe(door.status);
  });
});

const ofRooms = Object.entries(DOORS).filter(([name, door]) => name.includes("/:room") && !door.staff);
describe.each(ofRooms)("%s", (name, door) => {
  const kinds = door.isOfGroups ? (["group"] as const) : (["direct", "group"] as const);
  it.each(kinds)("G5: is not there for who is not in it (%s), as a room that is not there is not", async (kind) => {
    const on = await sceneAt(door, kind);
    const { status, body } = await through(name, door, on)(bearer(on.eve.token));
    const parts = { ...door.at?.(on), room: kind === "group" ? "group:nobody" : `dm:${on.eve.id}:nobody` };
    const missing = await through(name, door, on, parts)(bearer(on.eve.token));
    expect({ status, body }).toEqual({ status: missing.status, body: missing.body });
    expect(status).toBe(404);
    expect((await through(name, door, on)(bearer(on.ann.token))).status).toBe(door.status);
  });
});

describe.each(Object.entries(DOORS).filter(([, door]) => door.isWriting))("%s", (name, door) => {
  it("R24: is closed to both of two people of whom one blocks the other, and open to them before and after", async () => {
    const on = await scene("direct");
    const knock = through(name, door, on);
    for (const [blocker, blocked] of [
      [on.ann, on.bob],
      [on.bob, on.ann],
    ] as const) {
      await blocker.call("PUT", `/api/blocks/${blocked.id}`);
      expect(await knock(bearer(on.ann.token))).toMatchObject({ status: 403, body: { code: "blocked" } });
      await blocker.call("DELETE", `/api/blocks/${blocked.id}`);
    }
    expect((await knock(bearer(on.ann.token))).status).toBe(door.status);
  });
});
