/** A file in the making: what comes is handed to the browser in blocks, which it may keep on the disk. */
export interface SavedFile {
  add(bytes: Uint8Array<ArrayBuffer>): void;
  /** Gives it to the person, as a download. */
  save(): void;
}

const BLOCK_BYTES = 4 * 1024 * 1024;
// Long enough for a browser that asks first where to put it.
const OFFERED_MS = 60_000;

export function createSavedFile(name: string, type: string): SavedFile {
  const blocks: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytesInPieces = 0;

  function close(): void {
    blocks.push(new Blob(pieces));
    pieces = [];
    bytesInPieces = 0;
  }

  return {
    add: (bytes) => {
      pieces.push(bytes);
      bytesInPieces += bytes.byteLength;
      if (bytesInPieces >= BLOCK_BYTES) close();
    },
    save: () => {
      close();
      const address = URL.createObjectURL(new Blob(blocks, { type }));
      const link = Object.assign(document.createElement("a"), { href: address, download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), OFFERED_MS);
    },
  };
}
