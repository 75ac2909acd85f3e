import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pauseBefore } from "../../web/client/connection.ts";
import { createHeartbeat } from "../../web/client/heartbeat.ts";
import { createRoomSocket } from "../../web/client/room-socket.ts";
import { CLOSE, mayReconnect, PONG } from "../../worker/protocol.ts";
import { message, welcome } from "./support/room-log.ts";
import { createScriptedSockets } from "./support/scripted-sockets.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("every close code below 4500 means come back, the others do not", () => {
  const back = [1000, 1001, 1006, CLOSE.tooBig, CLOSE.tryAgainLater, CLOSE.badTicket, CLOSE.tooSlow, CLOSE.tooMany];
  const away = [CLOSE.notSignedIn, CLOSE.forbidden, CLOSE.notFound, CLOSE.badFrames, CLOSE.sessionEnded];
  expect(back.filter(mayReconnect)).toEqual(back);
  expect(away.filter(mayReconnect)).toEqual([]);
});

test("pauses grow and are spread over their whole length", () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7].map((attempt) => pauseBefore(attempt, () => 1));
  expect(longest).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  expect(pauseBefore(5, () => 0)).toBe(0);
});

describe("the heartbeat", () => {
  test("notices a dead peer within 40 s of its last sign of life", () => {
    const onSilence = vi.fn();
    const heartbeat = createHeartbeat({ ping: () => undefined, onSilence });
    heartbeat.start();
    heartbeat.heard();
    vi.advanceTimersByTime(34_000);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(onSilence).toHaveBeenCalledOnce();
  });

  test("lets a quiet peer be that answers", () => {
    const onSilence = vi.fn();
    const heartbeat = createHeartbeat({ ping: () => heartbeat.heard(), onSilence });
    heartbeat.start();
    vi.advanceTimersByTime(600_000);
    expect(onSilence).not.toHaveBeenCalled();
  });

  test("is content with three seconds when somebody waits", () => {
    const onSilence = vi.fn();
    const heartbeat = createHeartbeat({ ping: () => undefined, onSilence });
    heartbeat.start();
    heartbeat.heard();
    heartbeat.probe();
    vi.advanceTimersByTime(3_100);
    expect(onSilence).toHaveBeenCalledOnce();
  });
});

describe("a room's socket", () => {
  function join(resume?: { epoch: string; rev: number }) {
    const sockets = createScriptedSockets();
    const frames: string[] = [];
    const states: string[] = [];
    const socket = createRoomSocket({
      origin: "https://chat.example",
      roomId: "dm:a:b",
      resume,
      WebSocket: sockets.WebSocket,
      random: () => 1,
      onFrame: ({ type }) => frames.push(type),
      onStatus: ({ state }) => states.push(state),
    });
    return { socket, sockets, frames, states };
  }

  test("says where it left off, and asks again from there when a frame is missing", async () => {
    const { sockets, frames } = join({ epoch: "e1", rev: 7 });
    const first = await sockets.next();
    expect(first.url).toBe("wss://chat.example/ws/rooms/dm%3Aa%3Ab?since=7&epoch=e1");
    first.open();
    first.receive({ ...welcome([message(8)]), reset: false });
    first.receive({ type: "messages", messages: [message(9)], prev: 8, rev: 9 });
    first.receive({ type: "messages", messages: [message(11)], prev: 10, rev: 11 });
    expect(frames).toEqual(["welcome", "messages"]);
    const second = await sockets.next();
    expect(second.url).toContain("since=9&epoch=e1");
  });

  test("tries another one where a socket opens and nobody says welcome", async () => {
    const { sockets, states } = join();
    const first = await sockets.next();
    first.open();
    // Pings are answered by the platform, whatever happened to the room.
    for (let second = 0; second < 16; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      first.receiveText(PONG);
    }
    const second = await sockets.next();
    second.open();
    second.receive(welcome([]));
    await vi.advanceTimersByTimeAsync(10_000);
    second.receiveText(PONG);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toBe("connected");
    expect(sockets.count()).toBe(2);
  });

  test("hears a refusal whose code is newer than this client", async () => {
    const { sockets, frames } = join();
    const only = await sockets.next();
    only.open();
    only.receive(welcome([]));
    only.receive({ type: "error", code: "brand_new", detail: "not like that", ref: "r1" });
    only.receive({ type: "brand_new" });
    expect(frames).toEqual(["welcome", "error"]);
  });

  test("counts as connected from the welcome on, and sends nothing before it", async () => {
    const { socket, sockets, states } = join();
    const only = await sockets.next();
    only.open();
    expect(socket.send({ type: "typing" })).toBe(false);
    expect(states.at(-1)).toBe("connecting");
    only.receive(welcome([]));
    expect(states.at(-1)).toBe("connected");
    expect(socket.send({ type: "typing" })).toBe(true);
    expect(only.sent()).toEqual([{ type: "typing" }]);
  });

  test("says got every two seconds while messages come, and not otherwise", async () => {
    const { sockets } = join();
    const only = await sockets.next();
    only.open();
    only.receive(welcome([message(1)]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(only.sent()).toEqual([]);
    only.receive({ type: "messages", messages: [message(2)], prev: 1, rev: 2 });
    only.receive({ type: "messages", messages: [message(3)], prev: 2, rev: 3 });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(only.sent()).toEqual([{ type: "got", rev: 3 }]);
  });

  test("comes back after a lost connection, and not after being shown out", async () => {
    const { sockets, states } = join();
    (await sockets.next()).close(1006);
    const second = await sockets.next();
    second.open();
    second.close(CLOSE.forbidden);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(states.at(-1)).toBe("ended");
    expect(sockets.count()).toBe(2);
  });

  test("spreads the first attempt after a good connection too: a deploy ends everyone's at once", async () => {
    const { sockets } = join();
    const first = await sockets.next();
    first.open();
    first.receive(welcome([]));
    await vi.advanceTimersByTimeAsync(10_000);
    first.close(1006);
    await vi.advanceTimersByTimeAsync(900);
    expect(sockets.count()).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sockets.count()).toBe(2);
  });

  test("does not wait for the next attempt when somebody asks for it now", async () => {
    const { socket, sockets } = join();
    (await sockets.next()).close(1006);
    await vi.advanceTimersByTimeAsync(10);
    expect(sockets.count()).toBe(1);
    socket.tryNow();
    await vi.advanceTimersByTimeAsync(10);
    expect(sockets.count()).toBe(2);
  });

  test("replaces a connection that has gone silent", async () => {
    const { sockets } = join();
    const first = await sockets.next();
    first.open();
    first.receive(welcome([]));
    first.receiveText(PONG);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(sockets.count()).toBe(2);
  });

  test("leaves frames alone that a later version has added", async () => {
    const { sockets, frames } = join();
    const only = await sockets.next();
    only.open();
    only.receive(welcome([]));
    only.receive({ type: "fireworks", colour: "red" });
    only.receiveText("not json");
    expect(frames).toEqual(["welcome"]);
  });
});
