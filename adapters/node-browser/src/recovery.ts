/** Crockford's Base32: no I, L, O, U, so that nobody misreads a printed code. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES = 16;
const LENGTH = Math.ceil((BYTES * 8) / 5);

/** A code of 128 random bits to be printed, in groups of four. */
export function recoveryCodeOf(secret: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of secret.subarray(0, BYTES)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  if (bits > 0) text += DIGITS[(value << (5 - bits)) & 31];
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

/** The bytes of a code as somebody typed it; undefined when it is none. */
export function recoverySecretOf(typed: string): Uint8Array | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (text.length !== LENGTH) return undefined;
  const secret = new Uint8Array(BYTES);
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const digit of text) {
    const five = DIGITS.indexOf(digit);
    if (five < 0) return undefined;
    value = (value << 5) | five;
    bits += 5;
    if (bits >= 8 && at < BYTES) {
      bits -= 8;
      secret[at++] = (value >>> bits) & 255;
      value &= (1 << bits) - 1;
    }
  }
  return value === 0 ? secret : undefined;
}
