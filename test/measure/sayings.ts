/** What people say in the room that is measured: short and long, plain and marked up, in several scripts. */

const PLAIN = [
  "Yes.",
  "Who has the key to the cellar?",
  "I was there at eight and nobody answered, so I left the ladder by the door and went home again.",
  "Завтра в семь во дворе, возьмите с собой стулья.",
  "金曜の六時、大丈夫です。フィルムも試せますね。",
  "بعد الغروب بقليل، حوالي التاسعة. سنشعل الفوانيس أولًا.",
  "👏👏",
  "and so on and on, as people talk when the evening is long and nobody has to be anywhere else ".repeat(4),
];
const MARKED = [
  "**Saturday**, not *Sunday*: ~~nine~~ ten o’clock, at https://chat.example/r/global",
  "- rugs\n- lanterns\n- a very long extension lead",
  "> What happens if it rains?\n\nWe find out which of the chairs are waterproof.",
  "It says `ENOSPC`, and then nothing.",
];
const CODE = "```js\nconst chairs = [4, 6, 9];\nconsole.log(chairs.reduce((sum, each) => sum + each, 0));\n```";
const EVERY_MARKED = 5;
const EVERY_CODE = 50;

/** The same for the same number. */
export function sayingOf(n: number): string {
  if (n % EVERY_CODE === 0) return `${n}\n${CODE}`;
  const said = n % EVERY_MARKED === 0 ? MARKED[(n / EVERY_MARKED) % MARKED.length] : PLAIN[n % PLAIN.length];
  return `${n}: ${said ?? ""}`;
}
