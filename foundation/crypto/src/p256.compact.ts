import { bigEndian, inverse, mod, sumOfMultiples } from "./field.compact.ts";
import { sha256 } from "./sha2.compact.ts";

/** The rule of `p256.ts` in few bytes, for pages that only verify; held to the same answers by the same vectors. */

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const field = (value: bigint): bigint => mod(value, P);

/** Homogeneous coordinates: x = X/Z, y = Y/Z. */
type Point = readonly [x: bigint, y: bigint, z: bigint];
const ZERO: Point = [0n, 1n, 0n];
const BASE: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  1n,
];

/** Complete for all points of a curve of prime order (Renes, Costello, Batina 2016, section 3.1, with a = -3). */
function add([x1, y1, z1]: Point, [x2, y2, z2]: Point): Point {
  const [xx, yy, zz] = [field(x1 * x2), field(y1 * y2), field(z1 * z2)];
  const xy = field(x1 * y2 + x2 * y1);
  const yz = field(y1 * z2 + y2 * z1);
  const xz = field(x1 * z2 + x2 * z1);
  const t = field(-3n * xz + 3n * B * zz);
  const u = field(-3n * xx + 3n * B * xz - 9n * zz);
  const v = 3n * (xx - zz);
  return [field(xy * (yy - t) - yz * u), field((yy + t) * (yy - t) + v * u), field(yz * (yy + t) + xy * v)];
}

function pointOf(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 65 || bytes[0] !== 4) return undefined;
  const [x, y] = [bigEndian(bytes.subarray(1, 33)), bigEndian(bytes.subarray(33))];
  return x < P && y < P && field(y * y - x * x * x + 3n * x - B) === 0n ? [x, y, 1n] : undefined;
}

export const isAcceptableP256Key = (publicKey: Uint8Array): boolean => pointOf(publicKey) !== undefined;

export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = pointOf(publicKey);
  if (key === undefined || signature.length !== 64) return false;
  const [r, s] = [bigEndian(signature.subarray(0, 32)), bigEndian(signature.subarray(32))];
  if (r < 1n || r >= N || s < 1n || s > N / 2n) return false;
  const perS = inverse(s, N);
  const hashed = mod(bigEndian(sha256(message)) * perS, N);
  const [x, , z] = sumOfMultiples({ add, zero: ZERO }, [hashed, BASE], [mod(r * perS, N), key]);
  return z !== 0n && mod(field(x * inverse(z, P)), N) === r;
}
