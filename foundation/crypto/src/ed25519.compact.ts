import { concat, equal } from "@meridian/base/bytes";
import { inverse, littleEndian, mod, power, sumOfMultiples } from "./field.compact.ts";
import { sha512 } from "./sha2.compact.ts";

/**
 * The rules of `ed25519.ts` in few bytes, for pages that only verify; held to the same answers by the same vectors. It
 * cannot sign, because its time depends on its inputs.
 */

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const field = (value: bigint): bigint => mod(value, P);
const D = field(-121665n * inverse(121666n, P));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n, P);

/** Extended coordinates (RFC 8032 section 5.1.4): x = X/Z, y = Y/Z, T = XY/Z. */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];
const ZERO: Point = [0n, 1n, 1n, 0n];

/** The formula of section 5.1.4 holds for all points, equal ones and zero included. */
function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = field((y1 - x1) * (y2 - x2));
  const b = field((y1 + x1) * (y2 + x2));
  const c = field(2n * D * field(t1 * t2));
  const d = field(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [field(e * f), field(g * h), field(f * g), field(e * h)];
}

const negative = ([x, y, z, t]: Point): Point => [field(-x), y, z, field(-t)];
const isZero = ([x, y, z]: Point): boolean => x === 0n && y === z;

function timesEight(point: Point): Point {
  let result = point;
  for (let i = 0; i < 3; i++) result = add(result, result);
  return result;
}

function encode([x, y, z]: Point): Uint8Array {
  const one = inverse(z, P);
  const value = field(y * one) | ((field(x * one) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

/** Section 5.1.3, with every spelling that ZIP-215 allows: y beyond the field, and a sign for x = 0. */
function decode(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 32) return undefined;
  const value = littleEndian(bytes);
  const y = field(BigInt.asUintN(255, value));
  const [u, v] = [field(y * y - 1n), field(D * y * y + 1n)];
  let x = field(u * power(v, 3n, P) * power(u * power(v, 7n, P), (P - 5n) / 8n, P));
  const square = field(v * x * x);
  if (square !== u) {
    if (square !== field(-u)) return undefined;
    x = field(x * ROOT_OF_MINUS_ONE);
  }
  if ((x & 1n) !== value >> 255n) x = field(-x);
  return [x, y, 1n, field(x * y)];
}

const BASE_Y = field(4n * inverse(5n, P));
const BASE = decode(Uint8Array.from({ length: 32 }, (_, i) => Number((BASE_Y >> BigInt(8 * i)) & 255n))) ?? ZERO;

function pointOfLargeOrder(bytes: Uint8Array): Point | undefined {
  const point = decode(bytes);
  return point === undefined || isZero(timesEight(point)) || !equal(encode(point), bytes) ? undefined : point;
}

/** [S]B - [k]A, and S below the order. */
function remainder(a: Point, key: Uint8Array, message: Uint8Array, signature: Uint8Array): Point | undefined {
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concat(signature.subarray(0, 32), key, message))) % L;
  return s < L ? sumOfMultiples({ add, zero: ZERO }, [s, BASE], [k, negative(a)]) : undefined;
}

export function verifyStrict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const a = pointOfLargeOrder(publicKey);
  if (a === undefined || pointOfLargeOrder(r) === undefined) return false;
  const rest = remainder(a, publicKey, message, signature);
  return rest !== undefined && equal(encode(rest), r);
}

export const isAcceptableEd25519Key = (publicKey: Uint8Array): boolean => pointOfLargeOrder(publicKey) !== undefined;

export function verifyZip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const a = decode(publicKey);
  const r = decode(signature.subarray(0, 32));
  const rest = a && r && remainder(a, publicKey, message, signature);
  return rest !== undefined && isZero(timesEight(add(rest, negative(r ?? ZERO))));
}
