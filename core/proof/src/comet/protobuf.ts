import { concat, utf8 } from "@meridian/base/bytes";

/**
 * The few protobuf encodings that get hashed or signed. As gogoproto writes them for CometBFT: scalars that are zero
 * or empty disappear, embedded messages never do.
 */

const NOTHING = new Uint8Array();
const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_DELIMITED = 2;

/** A field of type int32, int64, uint32, uint64 or enum. The value is a safe integer; negative ones take ten bytes. */
export const integerField = (field: number, value: number): Uint8Array =>
  value === 0 ? NOTHING : concat(tag(field, WIRE_VARINT), varint(value));

export const bytesField = (field: number, value: Uint8Array): Uint8Array =>
  value.length === 0 ? NOTHING : messageField(field, value);

export const textField = (field: number, value: string): Uint8Array => bytesField(field, utf8(value));

/** An embedded message, present even when it is empty. */
export const messageField = (field: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concat(tag(field, WIRE_DELIMITED), delimited(...parts));

/** A field of type sfixed64; the value is a safe integer from 0. */
export function fixed64Field(field: number, value: number): Uint8Array {
  if (value === 0) return NOTHING;
  const bytes = new Uint8Array(8);
  let rest = value;
  for (let i = 0; i < 8; i++) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return concat(tag(field, WIRE_FIXED64), bytes);
}

/** The parts together, with their length in front. */
export function delimited(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = concat(...parts);
  return concat(varint(whole.length), whole);
}

const tag = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  // Two's complement of 64 bits; the division loop below would not do for negative numbers.
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
