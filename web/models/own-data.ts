import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { asApiError, type FailureCode } from "../client/api-error.ts";
import type { OwnDataCount, readOwnData } from "../client/own-data.ts";
import type { Session } from "./session.ts";

export type OwnDataState =
  | { kind: "none" }
  | { kind: "coming" | "done"; count: OwnDataCount }
  | { kind: "failed"; code: FailureCode };

/** One's own data on their way into a file. They go on coming while one does something else. */
export interface OwnDataModel {
  state: ReadonlySignal<OwnDataState>;
  begin(): Promise<void>;
  stop(): void;
}

export interface OwnDataOptions {
  session: Pick<Session, "state">;
  read: typeof readOwnData;
  openFile(): { add(bytes: Uint8Array<ArrayBuffer>): void; save(): void };
}

export function createOwnData({ session, read, openFile }: OwnDataOptions): OwnDataModel {
  const state = signal<OwnDataState>({ kind: "none" });
  let running: AbortController | undefined;

  async function begin(): Promise<void> {
    if (running !== undefined) return;
    const controller = new AbortController();
    running = controller;
    // Nothing of it is to come to a device that one has left.
    const unwatch = effect(() => {
      if (session.state.value.kind === "out") controller.abort();
    });
    let count: OwnDataCount = { bytes: 0, messages: 0, reactions: 0, others: 0 };
    state.value = { kind: "coming", count };
    const file = openFile();
    try {
      await read({
        signal: controller.signal,
        onBytes: file.add,
        onCount: (now) => {
          count = now;
          state.value = { kind: "coming", count };
        },
      });
      file.save();
      state.value = { kind: "done", count };
    } catch (thrown) {
      state.value = controller.signal.aborted ? { kind: "none" } : { kind: "failed", code: asApiError(thrown).code };
    } finally {
      unwatch();
      running = undefined;
    }
  }

  return { state, begin, stop: () => running?.abort() };
}
