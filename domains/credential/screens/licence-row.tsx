import type { Row } from "@meridian/kernel/view";
import type { CredentialKind } from "@meridian/kernel/vocabulary";
import { useWords } from "@meridian/ui/language";
import { Tag, type Tone } from "@meridian/ui/marks";
import { licenceVocabulary } from "./vocabulary.tsx";

/** A row of `credentials`. */
export type LicenceRow = Row & {
  readonly credential: string;
  readonly holder_type: string;
  readonly holder: string;
  readonly kind: CredentialKind;
  readonly status: string;
  readonly scope: readonly string[];
  readonly number: string;
  readonly issuer: string;
  readonly valid_from: number;
  readonly valid_until: number;
  readonly basis: string;
  readonly reason: string | null;
  readonly changed_by: string;
  readonly changed_at: number;
};

export type Standing = "active" | "suspended" | "revoked" | "expired" | "not-yet";

/** How a licence stands at a time: what the register says, and what its dates say. */
export function standingOf({ status, valid_from, valid_until }: LicenceRow, now: number): Standing {
  if (status === "suspended" || status === "revoked") return status;
  if (now < valid_from) return "not-yet";
  return now > valid_until ? "expired" : "active";
}

const TONE: { readonly [S in Standing]: Tone } = {
  active: "ok",
  suspended: "warn",
  revoked: "danger",
  expired: "neutral",
  "not-yet": "info",
};

export function StandingTag({ standing }: { readonly standing: Standing }) {
  const { standings } = useWords(licenceVocabulary);
  return <Tag tone={TONE[standing]}>{standings[standing]}</Tag>;
}

const CENTURY_AHEAD = 7_000_000_000;

/** The last day of a licence; one without an end says so. */
export const validText = (until: number, forever: string, language: "zh" | "en"): string =>
  until > CENTURY_AHEAD
    ? forever
    : new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long" }).format(until * 1_000);
