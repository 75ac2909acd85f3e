import { DrizzleQueryError } from "drizzle-orm/errors";

/**
 * One JSON object a line, for Workers Logs. Never the text of a message, a password, a token or a ticket:
 * a log is read by more people than a conversation.
 */
type Field = string | number | boolean | null | undefined;

export function log(event: string, fields: Record<string, Field> = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

export function logError(event: string, error: unknown, fields: Record<string, Field> = {}): void {
  const { name, message, stack } = causeOf(error);
  console.error(JSON.stringify({ event, ...fields, error: name, message, stack }));
}

/** Drizzle's own error repeats the values of the query, password hashes and names among them; what it was caused by does not. */
export function causeOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof DrizzleQueryError && error.cause) return error.cause;
  // On its way from an object it lost its class and its cause, but not the values.
  if (error.message.startsWith("Failed query")) return new Error("D1_ERROR: a query of an object failed");
  return error;
}
