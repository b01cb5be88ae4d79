import { fromBase64Url, textOf, toBase64Url } from "@meridian/base/bytes";
import type { Commitment, PrescriptionId } from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import { fits, hash, id, literal, object, text } from "@meridian/base/shape";

/**
 * What a patient shows at a counter: the private half of a prescription's `accessKey`. Whoever is shown it may co-sign
 * the claim, so it is on no ledger, in no list and in no log; it is in a code on paper or on the patient's screen.
 */
export type AccessCode = {
  readonly prescription: PrescriptionId;
  /** 32 bytes of RFC 8032 section 5.1.5. */
  readonly seed: Uint8Array;
};

const MARK = "MRX1";
const SEED_BYTES = 32;
const SEED_TEXT = Math.ceil((SEED_BYTES * 4) / 3);
const FORM = new RegExp(
  `^${MARK}\\.([A-Za-z0-9][A-Za-z0-9._-]{0,${ID_LENGTH_MAX - 1}})\\.([A-Za-z0-9_-]{${SEED_TEXT}})$`,
);

/** The text in the QR code: `MRX1.<prescription>.<seed, base64url>`. */
export const accessCodeText = ({ prescription, seed }: AccessCode): string =>
  `${MARK}.${prescription}.${toBase64Url(seed)}`;

/** What a scanner read; undefined when it is no access code. Blanks around it, as of a keyboard scanner, do not matter. */
export function readAccessCode(scanned: string): AccessCode | undefined {
  const [, prescription, encoded] = FORM.exec(scanned.trim()) ?? [];
  if (prescription === undefined || encoded === undefined) return undefined;
  const seed = fromBase64Url(encoded);
  return seed?.length === SEED_BYTES ? { prescription: prescription as PrescriptionId, seed } : undefined;
}

/** The kind under which the code is deposited at the custodian, with a copy that only the patient can open. */
export const ACCESS_CODE_KIND = "access-code";

const documentShape = object({
  format: literal("meridian/access/v1"),
  prescription: id<PrescriptionId>(),
  seed: text({ min: SEED_TEXT, max: SEED_TEXT, pattern: /^[A-Za-z0-9_-]+$/ }),
});

/** The code as a document of its own, so that a pharmacy that is handed the prescription is not handed the code. */
export const accessCodeDocument = ({ prescription, seed }: AccessCode): Uint8Array =>
  canonicalBytes({ format: "meridian/access/v1", prescription, seed: toBase64Url(seed) });

/** Undefined when it is not such a document. */
export function readAccessCodeDocument(document: Uint8Array): AccessCode | undefined {
  const value = parseJson(textOf(document) ?? "");
  if (!fits(documentShape, value)) return undefined;
  const seed = fromBase64Url(value.seed);
  return seed?.length === SEED_BYTES ? { prescription: value.prescription, seed } : undefined;
}

const RELATION = "access-code";
const URL_START = "urn:meridian:commitment:";
type Link = { readonly relation: string; readonly url: string };

/**
 * FHIR R4 `Bundle.link` of the prescription's document, by which the patient's browser finds the code's document: deposit
 * the code first, then the prescription with `link: accessCodeLink(commitment)`.
 */
export const accessCodeLink = (commitment: Commitment): readonly [Link] => [
  { relation: RELATION, url: URL_START + commitment },
];

/** The commitment of the code's document that a prescription's Bundle names; undefined when it names none. */
export function linkedAccessCode(bundle: unknown): Commitment | undefined {
  const links = typeof bundle === "object" && bundle !== null && "link" in bundle ? bundle.link : undefined;
  if (!Array.isArray(links)) return undefined;
  const found = (links as readonly Partial<Link>[]).find((link) => link?.relation === RELATION)?.url;
  const commitment = typeof found === "string" && found.startsWith(URL_START) ? found.slice(URL_START.length) : "";
  return fits(hash<Commitment>(), commitment) ? commitment : undefined;
}
