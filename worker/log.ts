/**
 * One JSON object a line, for Workers Logs. Never the text of a message, a password, a token or a ticket:
 * a log is read by more people than a conversation.
 */
type Field = string | number | boolean | null | undefined;

export function log(event: string, fields: Record<string, Field> = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

export function logError(event: string, error: unknown, fields: Record<string, Field> = {}): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ event, ...fields, error: name, message, stack }));
}
