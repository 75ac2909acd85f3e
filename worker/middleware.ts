import type { ErrorHandler, Hono, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { App } from "./app-env.ts";
import { ConfigurationError, limitsOf, secretsOf } from "./env.ts";
import { asProtocolError, ProtocolError, problemResponse } from "./errors.ts";
import { newId } from "./ids.ts";
import { log, logError } from "./log.ts";
import { LIMITS } from "./protocol.ts";
import { MOVING_BYTES } from "./routes/input.ts";

/** A line for each request, by which it is found again: `x-request-id` of the answer. Addresses are logged as patterns, without their query. */
export const logRequest: MiddlewareHandler<App> = async (c, next) => {
  const requestId = newId();
  c.set("requestId", requestId);
  const start = Date.now();
  await next();
  c.res.headers.set("x-request-id", requestId);
  log("request", {
    requestId,
    method: c.req.method,
    route: routePath(c, -1),
    status: c.res.status,
    ms: Date.now() - start,
    userId: c.var.userId,
  });
};

/** For everything that is not a file of the page, whose headers are in `web/public/_headers`. */
export const SECURITY_HEADERS: Record<string, string> = {
  "cache-control": "no-store",
  // Sandboxed, too: should a browser ever be made to show an answer as a page, it is a page that may do nothing.
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
};

export const secure: MiddlewareHandler<App> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
};

const DRAINED_BYTES = 16 * 1024 * 1024;

/**
 * The whole body comes before anything is looked up: else whoever sends it slowly would decide how old what they may do is by the time
 * they do it. What is too long is read on for a while and dropped: a client in the middle of sending may never see the answer, and
 * locally the next request on the same connection fails. A length that is announced need not be the length that comes.
 */
export const readBody: MiddlewareHandler<App> = async (c, next) => {
  const most = c.req.path.startsWith("/api/admin/") ? MOVING_BYTES : LIMITS.requestBytes;
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.byteLength;
    if (length <= most) chunks.push(chunk);
    else chunks = [];
    if (length > DRAINED_BYTES) break;
  }
  c.set("body", { chunks, length });
  await next();
};

/** Without a secret nothing is safe, so nothing answers. */
export const checkSetup: MiddlewareHandler<App> = async (c, next) => {
  secretsOf(c.env);
  limitsOf(c.env);
  await next();
};

export const renderError: ErrorHandler<App> = (error, c) => {
  const refusal = asProtocolError(error);
  if (refusal === error) return problemResponse(refusal);
  logError("request failed", error, { requestId: c.var.requestId });
  if (error instanceof ConfigurationError) {
    return problemResponse(
      new ProtocolError("unavailable", "This server is not set up yet. Its log says what is missing."),
    );
  }
  return problemResponse(refusal);
};

/** Answers every method that a known address does not have. To be called when all routes are there. */
export function refuseOtherMethods(app: Hono<App>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, known] of methods) {
    const allow = [...known].join(", ");
    app.all(path, () => {
      const response = problemResponse(new ProtocolError("method_not_allowed", `This address knows ${allow}.`));
      response.headers.set("allow", allow);
      return response;
    });
  }
}
