/** One request as a program that knows only docs/PROTOCOL.md would make it. */
import * as v from "valibot";
import { expect } from "vitest";
import { type ErrorCode, HTTP_STATUS, Problem } from "../../worker/protocol.ts";

export interface Asked {
  method?: string;
  token?: string;
  headers?: Record<string, string>;
  /** Sent as JSON and labelled so. */
  json?: unknown;
  /** Sent as it is; what it is labelled as is up to `headers`. */
  raw?: string | Uint8Array<ArrayBuffer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, `undefined` where there is nothing. */
  body: unknown;
}

export async function ask(url: string, { method = "GET", token, headers, json, raw }: Asked = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: "manual",
    body: json === undefined ? raw : JSON.stringify(json),
    headers: {
      // The server closes a connection that is idle for five seconds. On a machine that stands still for a moment a request may just
      // have been written to it, and fetch does not try again.
      connection: "close",
      ...(token && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
  });
  const text = await response.text();
  // The type may be named where nothing comes: of a file that has not changed.
  const isJson = text !== "" && /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || undefined };
}

/** G7 to G10: every refusal looks like this, wherever it comes from. */
export function expectProblem(answer: Answer, code: ErrorCode): void {
  expect(v.safeParse(Problem, answer.body), JSON.stringify(answer.body)).toMatchObject({ success: true });
  expect(answer.body).toMatchObject({ code, status: HTTP_STATUS[code], title: expect.stringMatching(/\S/) });
  expect(answer.status).toBe(HTTP_STATUS[code]);
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json\b/);
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.(ts|js):\d|SELECT |INSERT |SQLITE|D1_|valibot/i);
}
