/** The HTTP half of the contract as OpenAPI 3.1, made from the schemas that check the requests. */
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { Problem } from "../protocol.ts";
import { OPERATIONS, type Operation } from "./operations.ts";

let described: object | undefined;

export function describeApi(version: string): object {
  described ??= {
    openapi: "3.1.0",
    info: { title: "Confab", version, license: { name: "MIT", identifier: "MIT" } },
    paths: Object.fromEntries(paths()),
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "__Host-session" },
      },
      schemas: { Problem: json(Problem) },
    },
  };
  return described;
}

function paths(): Map<string, Record<string, object>> {
  const byPath = new Map<string, Record<string, object>>();
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    byPath.set(path, { ...byPath.get(path), [operation.method]: describe(operation) });
  }
  return byPath;
}

function describe({ path, summary, isPublic, query, body, answers }: Operation): object {
  const parameters = [...pathParameters(path), ...(query ? queryParameters(query) : []), ...(isPublic ? [] : [CALLER])];
  const responses = Object.entries(answers).map(([status, schema]) => [
    status,
    { description: summary, ...(schema ? { content: { "application/json": { schema: json(schema) } } } : {}) },
  ]);
  return {
    summary,
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: json(body) } } } } : {}),
    responses: { ...Object.fromEntries(responses), default: PROBLEM },
  };
}

const CALLER = {
  name: "Confab-User",
  in: "header",
  required: false,
  description: "The id of whoever calls; where somebody else is signed in by now, the answer is `unauthenticated`",
  schema: { type: "string" },
};

const PROBLEM = {
  description: "A problem, as RFC 9457 has it; `code` says which",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function pathParameters(path: string): object[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: v.GenericSchema): object[] {
  const { properties = {}, required = [] } = json(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

/** Checks that are functions (lengths in code points and the like) have no JSON Schema; `docs/PROTOCOL.md` says them in words. */
function json(schema: v.GenericSchema) {
  const { $schema: _, ...described } = toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" });
  return described;
}
