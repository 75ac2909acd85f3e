/** The code of a sign-up invite in what somebody typed or pasted: the code alone, or a link that has it. */
export function inviteCodeIn(text: string): string {
  const [, code] = /[?&]invite=([^&#\s]+)/.exec(text) ?? [];
  return code ?? text.trim();
}
