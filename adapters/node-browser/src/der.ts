const HALF = 32;
/** Order of P-256 (SEC 2, section 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** r || s of an ECDSA signature in DER (RFC 3279, section 2.2.3); undefined when it is none. Strict: no other spelling. */
export function rawSignatureOf(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const raw = new Uint8Array(2 * HALF);
  let at = 2;
  for (const offset of [0, HALF]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 0x02 || length === 0 || at + 2 + length > der.length) return undefined;
    const integer = der.subarray(at + 2, at + 2 + length);
    const [first = 0, second = 0] = integer;
    if (first >= 0x80 || (first === 0 && length > 1 && second < 0x80)) return undefined;
    const digits = first === 0 ? integer.subarray(1) : integer;
    if (digits.length > HALF) return undefined;
    raw.set(digits, offset + HALF - digits.length);
    at += 2 + length;
  }
  return at === der.length ? raw : undefined;
}

/** The same signature with s in the lower half: about every second one that authenticators make has it in the upper. */
export function lowS(raw: Uint8Array): Uint8Array {
  const s = raw.subarray(HALF).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (s <= ORDER / 2n) return raw;
  const low = new Uint8Array(raw);
  let rest = ORDER - s;
  for (let at = 2 * HALF - 1; at >= HALF; at--) {
    low[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return low;
}
