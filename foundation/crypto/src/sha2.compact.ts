/**
 * SHA-256 and SHA-512 (FIPS 180-4) in few bytes, for pages that only verify. The constants are the first bits of roots of
 * primes, as section 4.2 defines them, so they are worked out rather than listed; those of SHA-256 are the upper halves.
 */

const primes: bigint[] = [];
for (let n = 2n; primes.length < 80; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);

/** The first 64 bits behind the point of a root. */
function bitsOfRoot(prime: bigint, degree: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 68n; bit > 0n; bit >>= 1n) if ((root + bit) ** degree <= prime << (64n * degree)) root += bit;
  return BigInt.asUintN(64, root);
}
const start = primes.slice(0, 8).map((prime) => bitsOfRoot(prime, 2n));
const rounds = primes.map((prime) => bitsOfRoot(prime, 3n));
const upper = (word: bigint): number => Number(word >> 32n) | 0;
const start32 = start.map(upper);
const rounds32 = Int32Array.from(rounds, upper);

/** The message, a one bit, zeros, and its length in bits at the end of the last block. */
function blocksOf(message: Uint8Array, block: number): DataView {
  const padded = new Uint8Array(Math.ceil((message.length + 1 + block / 8) / block) * block);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, 8n * BigInt(message.length));
  return view;
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

export function sha256(message: Uint8Array): Uint8Array {
  const blocks = blocksOf(message, 64);
  const sum = Int32Array.from(start32);
  const w = new Int32Array(64);
  const at = (i: number): number => w[i] ?? 0;
  for (let from = 0; from < blocks.byteLength; from += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = sum;
    for (let i = 0; i < 64; i++) {
      const [x, y] = [at(i - 15), at(i - 2)];
      w[i] =
        i < 16
          ? blocks.getInt32(from + 4 * i)
          : (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)) + at(i - 7) + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + at(i - 16);
      const one =
        (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (rounds32[i] ?? 0) + at(i)) | 0;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) sum[i] = (sum[i] ?? 0) + word;
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [i, word] of sum.entries()) digest.setInt32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

const turned = (word: bigint, by: bigint): bigint => (word >> by) | (word << (64n - by));
const wrapped = (word: bigint): bigint => BigInt.asUintN(64, word);

export function sha512(message: Uint8Array): Uint8Array {
  const blocks = blocksOf(message, 128);
  let sum: readonly bigint[] = start;
  for (let from = 0; from < blocks.byteLength; from += 128) {
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = sum;
    const w: bigint[] = [];
    const at = (i: number): bigint => w[i] ?? 0n;
    for (let i = 0; i < 80; i++) {
      const [x, y] = [at(i - 15), at(i - 2)];
      const mixed = wrapped(turned(x, 1n) ^ turned(x, 8n) ^ (x >> 7n)) + at(i - 7) + at(i - 16);
      w[i] =
        i < 16
          ? blocks.getBigUint64(from + 8 * i)
          : wrapped(mixed + wrapped(turned(y, 19n) ^ turned(y, 61n) ^ (y >> 6n)));
      const chosen = (e & f) ^ (~e & g);
      const one = h + wrapped(turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n)) + chosen + (rounds[i] ?? 0n) + at(i);
      const two = wrapped(turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, wrapped(d + one), c, b, a, wrapped(one + two)];
    }
    sum = [a, b, c, d, e, f, g, h].map((word, i) => wrapped(word + (sum[i] ?? 0n)));
  }
  const digest = new DataView(new ArrayBuffer(64));
  for (const [i, word] of sum.entries()) digest.setBigUint64(8 * i, word);
  return new Uint8Array(digest.buffer);
}
