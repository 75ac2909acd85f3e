export function describeApi(version: string) {
  return { version };
}
