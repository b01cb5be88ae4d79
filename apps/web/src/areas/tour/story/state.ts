import type { Commitment, Fen, PersonId, PrescriptionId, SettlementId } from "@meridian/base/ids";
import type { OwnKey } from "@meridian/client/desk";
import type { Report } from "@meridian/proof/verify";
import type { Adjudication } from "@meridian/settlement/adjudicate";

/** What the demonstration desk answers about a changed byte. */
export type Tampering = {
  readonly changed: {
    readonly file: string;
    readonly height?: number;
    readonly what: { readonly zh: string; readonly en: string };
    readonly before: string;
    readonly after: string;
  };
  readonly refused: {
    readonly code: string;
    readonly height?: number;
    readonly message: { readonly zh: string; readonly en: string };
  };
  readonly milliseconds: number;
  readonly evidence: string;
};

/** Everything that the tour has come to so far; each step adds to it. */
export type Story = {
  readonly key?: OwnKey;
  readonly patient?: PersonId;
  readonly prescription?: PrescriptionId;
  readonly seed?: Uint8Array;
  readonly content?: Commitment;
  /** Rules that the machine looked at, and what it found, by severity. */
  readonly review?: {
    readonly rules: number;
    readonly critical: number;
    readonly warning: number;
    readonly info: number;
  };
  readonly adjudication?: Adjudication;
  readonly settlement?: SettlementId;
  readonly cash?: Fen;
  readonly tampering?: Tampering & { readonly report: Report };
  readonly evidence?: string;
};

/** A step came too early; the tour does not let that happen. */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the tour has no ${what} yet`);
  return value;
}
