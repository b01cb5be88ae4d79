import { textOf } from "@meridian/base/bytes";
import type { Hash } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { fits, hash, hexBytes, integer, list, object, text as textShape } from "@meridian/base/shape";
import type { GenesisDocument } from "@meridian/network/genesis";
import { EVIDENCE_FORMAT, EVIDENCE_LENGTH_MAX } from "@meridian/proof/evidence";

/** What somebody gave to this page. Only the content decides, never a name or a type that a browser guessed. */
export type Reading =
  | { readonly kind: "evidence"; readonly text: string }
  | { readonly kind: "genesis"; readonly genesis: GenesisDocument }
  | { readonly kind: "refused"; readonly why: Refusal };

export type Refusal =
  | "failed"
  | "empty"
  | "too-large"
  | "other-encoding"
  | "not-text"
  | "truncated"
  | "not-json"
  | "other-version"
  | "other-json"
  | "bad-genesis";

/** As much of a genesis document as trust is made of; the whole of it is judged where a network begins. */
const name = textShape({ max: 300 });
const genesisHead = object({
  network: name,
  relyingParty: object({ id: name, origins: list(name, { max: 16 }) }),
  validators: list(
    object({ organisation: name, publicKey: hexBytes(32), power: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) }),
    { min: 1, max: 100 },
  ),
});
type Members = Readonly<Record<string, unknown>>;
const isGenesis = ({ network, relyingParty, validators, commands }: Members): boolean =>
  fits(genesisHead, { network, relyingParty, validators }) &&
  Array.isArray(commands) &&
  commands.every((one) => typeof one === "object" && one !== null);

/** No character of UTF-8 takes more than three bytes for each unit that the limit counts. */
export const isTooLarge = (bytes: number): boolean => bytes > 3 * EVIDENCE_LENGTH_MAX;

const refused = (why: Refusal): Reading => ({ kind: "refused", why });

export function readingOf(bytes: Uint8Array): Reading {
  if (isTooLarge(bytes.length)) return refused("too-large");
  const [one, two] = bytes;
  // The marks with which UTF-16 and, from some editors, UTF-8 begin.
  const start = `${one} ${two}`;
  if (start === "255 254" || start === "254 255" || start === "239 187") return refused("other-encoding");
  const text = textOf(bytes);
  return text === undefined || text.includes("\0") ? refused("not-text") : readingOfText(text);
}

export function readingOfText(text: string): Reading {
  if (text.length > EVIDENCE_LENGTH_MAX) return refused("too-large");
  const words = text.trim();
  if (words === "") return refused("empty");
  const value = parseJson(text);
  if (value === undefined) {
    if (!words.startsWith("{")) return refused("not-json");
    return words.endsWith("}") ? { kind: "evidence", text } : refused("truncated");
  }
  const members = (value ?? {}) as Members;
  const { format, validators, commands } = members;
  if (format === EVIDENCE_FORMAT) return { kind: "evidence", text };
  if (isGenesis(members)) return { kind: "genesis", genesis: value as GenesisDocument };
  if (typeof format === "string" && format.startsWith("meridian-evidence/")) return refused("other-version");
  return refused(validators && commands ? "bad-genesis" : "other-json");
}

const whole = hash<Hash>();

/** A fingerprint as people print and paste it: in groups, in capitals, over several lines. */
export function fingerprintIn(given: string): {
  readonly digits: string;
  /** Something that is no digit stands in it, or more than there can be. */
  readonly isOdd: boolean;
  readonly fingerprint?: Hash;
} {
  const digits = given.replace(/[\s:·-]/g, "").toLowerCase();
  return {
    digits,
    isOdd: !/^[0-9a-f]{0,64}$/.test(digits),
    ...(fits(whole, digits) && { fingerprint: digits }),
  };
}
