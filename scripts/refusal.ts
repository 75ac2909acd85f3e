/** Something the person at the keyboard can put right. It is told in one line; a stack would only hide it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Wrong arguments end with 2, as is usual for commands. */
export function wrongUse(message: string): Refusal {
  return new Refusal(message, 2);
}

/** Runs a command to its end: its exit code is 0, or that of the refusal. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`confab: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
