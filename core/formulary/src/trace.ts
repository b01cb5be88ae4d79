import { invariant } from "@meridian/base/invariant";
import { medicines } from "./lookup.ts";
import type { Medicine } from "./medicine.ts";

const PREFIX_DIGITS = 7;
const SERIAL_DIGITS = 9;
const CHECK_DIGITS = 4;
const CHECK_MODULUS = 9973;
export const SERIAL_MAX = 10 ** SERIAL_DIGITS - 1;

/**
 * The trace code of one pack, in the form of 药品追溯码: 20 digits, of which 7 name the product, 9 the pack and 4 check.
 * The national check digits are enciphered and secret; these are a plain remainder that finds slips of the scanner.
 */
export function traceCode(medicine: Medicine, serial: number): string {
  invariant(Number.isSafeInteger(serial) && serial >= 0 && serial <= SERIAL_MAX, "a serial has at most nine digits");
  const body = medicine.tracePrefix + String(serial).padStart(SERIAL_DIGITS, "0");
  return body + checkOf(body);
}

const prefixes = new Map(medicines.map((medicine) => [medicine.tracePrefix, medicine]));

/** The medicine that a trace code names, or undefined when it is none of ours or does not check. */
export function medicineOfTrace(code: string): Medicine | undefined {
  if (!/^\d{20}$/.test(code)) return undefined;
  const body = code.slice(0, PREFIX_DIGITS + SERIAL_DIGITS);
  return checkOf(body) === code.slice(-CHECK_DIGITS) ? prefixes.get(code.slice(0, PREFIX_DIGITS)) : undefined;
}

function checkOf(body: string): string {
  let remainder = 0;
  for (let i = 0; i < body.length; i++) remainder = (remainder * 10 + body.charCodeAt(i) - 48) % CHECK_MODULUS;
  return String(remainder).padStart(CHECK_DIGITS, "0");
}
