import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "../../web/client/api-error.ts";
import { type Call, createHttp, type HttpOptions } from "../../web/client/http.ts";
import { TicketAnswer } from "../../worker/protocol.ts";

const ANSWER = JSON.stringify({ ticket: "a-ticket", expiresAt: 1 });
// What is refused here never comes at all: the time only says how soon that is noticed.
const ANSWER_WITHIN_MS = 200;

let stop = () => {};
afterEach(() => stop());

/** A server on the other end of a real connection, which answers as the scene wants. */
async function answering(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  timeoutMs?: number,
  options: HttpOptions = {},
) {
  const server = createServer((request, response) => answer(response, request));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const http = createHttp({ origin, timeoutMs, ...options });
  return (call: Call = { method: "POST" }) => http("/api/auth/ticket", TicketAnswer, call);
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => "an answer",
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );

describe("a call over HTTP", () => {
  test("gives what was answered", async () => {
    const ask = await answering((response) => response.end(ANSWER));
    expect(await ask()).toEqual({ ticket: "a-ticket", expiresAt: 1 });
  });

  test("says whose it is, where somebody is here, and tells where they are not known any more", async () => {
    const heard: unknown[] = [];
    const onStranger = vi.fn();
    let userId = "";
    const refuse = (response: ServerResponse, request: IncomingMessage) => {
      heard.push(request.headers["confab-user"]);
      const problem = { type: "about:blank", title: "No", status: 401, detail: "No.", code: "unauthenticated" };
      response.writeHead(401, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    };
    const ask = await answering(refuse, undefined, { userId: () => userId, onStranger });
    expect(await failureOf(ask())).toBe("unauthenticated");
    userId = "alice";
    expect(await failureOf(ask())).toBe("unauthenticated");
    expect(onStranger).toHaveBeenCalledTimes(2);
    expect(await failureOf(ask({ anybody: true }))).toBe("unauthenticated");
    expect(onStranger).toHaveBeenCalledTimes(2);
    expect(heard).toEqual([undefined, "alice", undefined]);
  });

  test("is unreachable where the line goes dead before the answer", async () => {
    const ask = await answering(() => {}, ANSWER_WITHIN_MS);
    expect(await failureOf(ask())).toBe("unreachable");
  });

  test("is unreachable where the line goes dead in the middle of the answer", async () => {
    const ask = await answering((response) => {
      response.writeHead(200, { "content-length": ANSWER.length });
      response.write(ANSWER.slice(0, 10));
    }, ANSWER_WITHIN_MS);
    expect(await failureOf(ask())).toBe("unreachable");
  });

  test("is unreachable where the line is cut in the middle of the answer", async () => {
    const ask = await answering((response) => {
      response.writeHead(200, { "content-length": ANSWER.length });
      response.write(ANSWER.slice(0, 10), () => response.destroy());
    });
    expect(await failureOf(ask())).toBe("unreachable");
  });

  test("is a fault of the server where the answer is none of ours", async () => {
    const ask = await answering((response) => response.end("<html>"));
    expect(await failureOf(ask())).toBe("internal");
  });
});
