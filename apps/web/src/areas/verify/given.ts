import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import { sha256 } from "@meridian/crypto/hash";

/** Characters of an evidence file at most; a byte more of UTF-8 for each. */
const LENGTH_MAX = 25_165_824;
const FORMAT = "meridian-evidence/1";

export type Refused =
  | "empty"
  | "too-large"
  | "binary"
  | "truncated"
  | "not-json"
  | "other-version"
  | "genesis"
  | "secret"
  | "other-json";

/** What somebody gave: evidence, an id to ask evidence for, or something else and what it is. */
export type Given =
  | { readonly kind: "evidence"; readonly text: string }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "refused"; readonly why: Refused };

const refused = (why: Refused): Given => ({ kind: "refused", why });

/** Only the content decides, never a file's name. */
export function givenBytes(bytes: Uint8Array): Given {
  if (bytes.length > 3 * LENGTH_MAX) return refused("too-large");
  const text = textOf(bytes);
  return text === undefined || text.includes("\0") ? refused("binary") : givenText(text);
}

export function givenText(text: string): Given {
  if (text.length > LENGTH_MAX) return refused("too-large");
  const trimmed = text.trim();
  if (trimmed === "") return refused("empty");
  const id = trimmed.replace(/\s/g, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(id)) return { kind: "id", id };
  if (trimmed.startsWith("%PDF")) return refused("binary");
  const value = parsed(trimmed);
  if (value === undefined) {
    if (!trimmed.startsWith("{")) return refused("not-json");
    // Damaged evidence is judged by the check, which says how; what breaks off is no file yet.
    return trimmed.endsWith("}") ? { kind: "evidence", text } : refused("truncated");
  }
  if (typeof value !== "object" || value === null) return refused("not-json");
  const { format, validators, commands, seed } = value as Readonly<Record<string, unknown>>;
  if (format === FORMAT) return { kind: "evidence", text };
  if (typeof format === "string" && format.startsWith("meridian-evidence/")) return refused("other-version");
  if (seed !== undefined) return refused("secret");
  return refused(validators !== undefined && commands !== undefined ? "genesis" : "other-json");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const hashOfText = (text: string): string => toHex(sha256(utf8(text)));

/** Digits of a fingerprint as people print and type it: in groups, in capitals, over lines. */
export const digitsIn = (typed: string): string => typed.replace(/[\s:·-]/g, "").toLowerCase();

/** In groups of four, as it is printed. */
export const groupsOf = (fingerprint: string): readonly string[] => fingerprint.match(/.{1,4}/g) ?? [];

/** The first group that differs, counted from 1; 0 when none does as far as was typed. */
export function differingGroup(typed: string, fingerprint: string): number {
  const digits = digitsIn(typed);
  for (let at = 0; at < digits.length; at++) if (digits[at] !== fingerprint[at]) return Math.floor(at / 4) + 1;
  return 0;
}
