import { expect, it } from "vitest";
import { readPackCode } from "./trace.ts";

const alike = (found: unknown, wanted: unknown): void => expect(found).toEqual(wanted);

const CODE = "81010073792125344006";
const GS = "\u001d";

const READ: readonly (readonly [what: string, scanned: string, read: object])[] = [
  ["a Code 128 of 20 digits", CODE, { code: CODE }],
  ["what a keyboard scanner adds", ` ${CODE}\n`, { code: CODE }],
  ["a symbology identifier", `]C0${CODE}`, { code: CODE }],
  [
    "a GS1 DataMatrix with its separators",
    `]d2010690123456789217271231${`10A123${GS}`}21${CODE}`,
    { code: CODE, gtin: "06901234567892", batch: "A123", expiry: "271231" },
  ],
  [
    "the serial before the batch",
    `${GS}010690123456789221${CODE}${GS}10B7`,
    { code: CODE, gtin: "06901234567892", batch: "B7" },
  ],
  ["the text below a code", `(01)06901234567892(21)${CODE}`, { code: CODE, gtin: "06901234567892" }],
];
for (const [what, scanned, read] of READ)
  it(`reads ${what}`, () => {
    alike(readPackCode(scanned), read);
  });

const OTHER = ["", "hello", CODE.slice(1), `${CODE}0`, "(01)06901234567892", "(21)ABC", "0106901234567892", "99x"];
for (const scanned of OTHER)
  it(`reads no trace code in "${scanned}"`, () => {
    alike(readPackCode(scanned), undefined);
  });
