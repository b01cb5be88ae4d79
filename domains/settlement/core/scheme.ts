import type { Fen, Hash, Seconds } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { hashText, id, integer, literal, object, oneOf, type TypeOf, text } from "@meridian/base/shape";
import { sha256 } from "@meridian/crypto/hash";

/** Shares in basis points: 10 000 is all of it. Integer, so that every node rounds alike. */
export const ALL = 10_000;
/** 100 million yuan: with basis points its product is still a safe integer. */
export const FEN_MAX = 10_000_000_000;

/** 甲类, 乙类, 自费: classes of the national reimbursement drug list. */
export const CATEGORIES = ["A", "B", "self-pay"] as const;
export type Category = (typeof CATEGORIES)[number];

export const SITES = [
  "hospital-tertiary",
  "hospital-secondary",
  "hospital-primary",
  /** 双通道 pharmacy: paid as the hospital would be. */
  "pharmacy-dual-channel",
  /** Any other designated pharmacy. */
  "pharmacy",
  "hospital-internet",
] as const;
export type Site = (typeof SITES)[number];

export const fen = integer<Fen>({ min: 0 as Fen, max: FEN_MAX as Fen, description: "1/100 CNY" });
const share = integer({ min: 0, max: ALL, description: "basis points" });
const seconds = integer<Seconds>({ min: 0 as Seconds, max: 253_402_300_799 as Seconds });

/** A scheme of one insured group, as data. Who changes a figure makes another scheme with another hash. */
export const schemeShape = object({
  id: id("name of the scheme"),
  version: id(),
  notice: object({ zh: text({ max: 400 }), en: text({ max: 400 }) }),
  currency: literal("CNY"),
  /** Seconds from UTC to local time; decides the year of the deductible and the cap. */
  utcOffset: integer({ min: -50_400, max: 50_400 }),
  validFrom: seconds,
  validUntil: seconds,
  /** What the patient bears of a line before anything else (先行自付), by category. */
  ownShare: object({ A: share, B: share, "self-pay": literal(ALL) }),
  /** What the fund pays above the deductible, by site. */
  rate: object({
    "hospital-tertiary": share,
    "hospital-secondary": share,
    "hospital-primary": share,
    "pharmacy-dual-channel": share,
    pharmacy: share,
    "hospital-internet": share,
  }),
  /** Borne by the patient once a year (起付线). */
  deductible: fen,
  /** The most that the fund pays for one person in a year (封顶线). */
  annualCap: fen,
  /** What the personal account may pay: all that the fund does not, or only what is on the list. */
  accountPays: oneOf("anything", "on-list"),
});
export type Scheme = TypeOf<typeof schemeShape>;

/** SHA-256 of the scheme's canonical JSON. */
export const schemeHash = (scheme: Scheme): Hash => hashText(sha256(canonicalBytes(scheme)));
