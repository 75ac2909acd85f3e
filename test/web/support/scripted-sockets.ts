import { vi } from "vitest";

/** One attempt to connect, and what the other side does with it. */
export interface ScriptedSocket {
  url: string;
  open(): void;
  receive(frame: object): void;
  receiveText(text: string): void;
  close(code: number): void;
  /** What the client sent, pings aside. */
  sent(): unknown[];
}

/** Stands where the platform's `WebSocket` would, so that a scene can play the network. */
export function createScriptedSockets() {
  const attempts: ScriptedSocket[] = [];
  let taken = 0;

  class Scripted extends EventTarget implements ScriptedSocket {
    static readonly CONNECTING = 0;
    readyState = 0;
    binaryType = "blob";
    bufferedAmount = 0;
    readonly frames: string[] = [];
    readonly url: string;

    constructor(url: string) {
      super();
      this.url = url;
      attempts.push(this);
    }

    send(text: string): void {
      this.frames.push(text);
    }

    open(): void {
      this.readyState = 1;
      this.dispatchEvent(new Event("open"));
    }

    receive(frame: object): void {
      this.receiveText(JSON.stringify(frame));
    }

    receiveText(text: string): void {
      this.dispatchEvent(new MessageEvent("message", { data: text }));
    }

    close(code = 1000): void {
      if (this.readyState === 3) return;
      this.readyState = 3;
      this.dispatchEvent(Object.assign(new Event("close"), { code, reason: "" }));
    }

    sent(): unknown[] {
      return this.frames.filter((text) => text !== "ping").map((text): unknown => JSON.parse(text));
    }
  }

  return {
    WebSocket: Scripted,
    count: () => attempts.length,
    /** Whether there is an attempt that nobody has looked at. */
    hasNext: () => attempts.length > taken,
    /** The next attempt, once the pause before it is over. */
    async next(): Promise<ScriptedSocket> {
      for (let waited = 0; attempts[taken] === undefined && waited < 60_000; waited += 100) {
        await vi.advanceTimersByTimeAsync(100);
      }
      const attempt = attempts[taken++];
      if (attempt === undefined) throw new Error(`no attempt number ${taken} within a minute`);
      return attempt;
    },
  };
}
