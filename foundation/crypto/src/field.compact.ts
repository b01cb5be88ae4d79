/** Arithmetic for curves in few bytes. Its time depends on its inputs: for what is public only, never for a secret. */

export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = mod(base, modulus);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** By Fermat, so the modulus must be a prime; of zero, zero. */
export const inverse = (value: bigint, prime: bigint): bigint => power(value, prime - 2n, prime);

/** [m]P + [n]Q, both scalars below 2^256, by one walk over their bits. */
export function sumOfMultiples<P>(
  { add, zero }: { readonly add: (p: P, q: P) => P; readonly zero: P },
  [m, p]: readonly [bigint, P],
  [n, q]: readonly [bigint, P],
): P {
  const both = add(p, q);
  let sum = zero;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const inM = (m >> bit) & 1n;
    const inN = (n >> bit) & 1n;
    if (inM | inN) sum = add(sum, inM & inN ? both : inM ? p : q);
  }
  return sum;
}

export const bigEndian = (bytes: Uint8Array): bigint => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

export const littleEndian = (bytes: Uint8Array): bigint => bigEndian(bytes.toReversed());
