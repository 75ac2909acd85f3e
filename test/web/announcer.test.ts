import { effect } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAnnouncer } from "../../web/models/announcer.ts";

describe("the voice of the page", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function listen() {
    const announcer = createAnnouncer((count) => `${count} new messages`);
    const heard: string[] = [];
    effect(() => {
      if (announcer.text.value.trim() !== "") heard.push(announcer.text.value);
    });
    return { announcer, heard };
  }

  it("gathers what comes within half a second of each other, and says it once it is quiet", () => {
    const { announcer, heard } = listen();
    for (let n = 0; n < 5; n++) {
      announcer.sayMessages([`message ${n}`]);
      vi.advanceTimersByTime(500);
    }
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(heard).toEqual(["5 new messages"]);
    announcer.sayMessages(["a single one"]);
    vi.advanceTimersByTime(1_000);
    expect(heard).toEqual(["5 new messages", "a single one"]);
  });

  it("forgets what waits to be said when it is told to say nothing: it was somebody else's", () => {
    const { announcer, heard } = listen();
    announcer.sayMessages(["for who is gone"]);
    announcer.say("");
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual([]);
    announcer.sayMessages(["for who is here"]);
    vi.advanceTimersByTime(1_000);
    expect(heard).toEqual(["for who is here"]);
  });

  it("does not wait for a quiet that never comes", () => {
    const { announcer, heard } = listen();
    for (let n = 0; n < 60; n++) {
      announcer.sayMessages([`message ${n}`]);
      vi.advanceTimersByTime(100);
    }
    expect(heard).toEqual(["50 new messages"]);
  });
});
