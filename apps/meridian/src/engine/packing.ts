/**
 * Many byte strings as one buffer that changes threads without being copied: cloning a thousand small arrays costs
 * more than verifying their signatures.
 */
export type Packed = { readonly bytes: Uint8Array<ArrayBuffer>; readonly lengths: Uint32Array<ArrayBuffer> };

export function pack(parts: readonly Uint8Array[]): Packed {
  const lengths = Uint32Array.from(parts, (part) => part.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, lengths };
}

/** Views into the buffer, in the order in which they were packed. */
export function unpack({ bytes, lengths }: Packed): Uint8Array[] {
  let at = 0;
  return Array.from(lengths, (length) => {
    const part = bytes.subarray(at, at + length);
    at += length;
    return part;
  });
}

export const transferOf = ({ bytes, lengths }: Packed): ArrayBuffer[] => [bytes.buffer, lengths.buffer];
