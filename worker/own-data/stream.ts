import { logError } from "../log.ts";

/**
 * JSON lines, made as fast as they are read and no faster. Where making them fails the stream breaks off: half of it must not look
 * like all of it.
 */
export function streamLines(pages: AsyncGenerator<object[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await nextPage(pages);
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value.map((line) => `${JSON.stringify(line)}\n`).join("")));
        } catch (error) {
          logError("lines broke off", error);
          controller.error(error);
        }
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Passing over empty ones: a stream does not ask again before it got something. */
async function nextPage(pages: AsyncGenerator<object[]>): Promise<IteratorResult<object[]>> {
  for (;;) {
    const next = await pages.next();
    if (next.done || next.value.length > 0) return next;
  }
}
