import { toHex, utf8 } from "@meridian/base/bytes";
import type { PersonId } from "@meridian/base/ids";
import { sha256 } from "@meridian/crypto/hash";

/**
 * 32 bytes from which a demonstration key is made. Whoever knows the region's seed text knows every key of the region:
 * that is what makes a demonstration repeatable, and why no key like this may ever stand in a real network.
 */
export const demonstrationKeySeed = (regionSeed: string, id: string): Uint8Array =>
  sha256(utf8("meridian DEMONSTRATION key, worthless outside a demonstration\n"), named(regionSeed, id));

/** A pseudonym of an invented person. A real one comes from a registrar and from true chance. */
export const pseudonymOf = (regionSeed: string, prefix: "p" | "s", number: number): PersonId =>
  `${prefix}-${hexOf("pseudonym", regionSeed, `${prefix}/${number}`).slice(0, 20)}` as PersonId;

/** A UUID of version 8 (RFC 9562 section 5.8) made of a name. */
export function uuidOf(regionSeed: string, name: string): string {
  const hex = hexOf("uuid", regionSeed, name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** 64 hexadecimal digits that depend on nothing but these texts. */
export const hexOf = (purpose: string, regionSeed: string, name: string): string =>
  toHex(sha256(utf8(`meridian ${purpose}\n`), named(regionSeed, name)));

/** The length in front keeps two pairs of texts from running together into one. */
const named = (seed: string, name: string): Uint8Array => utf8(`${seed.length}\n${seed}\n${name}`);
