import type { Explanation, Sentences } from "@meridian/kernel/explanation";
import type { CodedRejection } from "@meridian/kernel/transaction";
import { explanations as ledgerExplanations } from "@meridian/network/domains";
import { rejections as queryRejections } from "@meridian/projector/rejections";
import { rejections as vaultRejections } from "@meridian/vault/rejections";
import { rejections as custodyRejections } from "../custody/rejections.ts";
import { type DeskRejection, rejections as deskRejections } from "../desk/rejections.ts";
import { type GatewayRejection, rejections as gatewayRejections } from "./rejections.ts";

export type Language = "zh" | "en";

/** What stands in the body of every answer that refuses: the code with its data, and what to tell a person. */
export type RefusalBody = { readonly rejection: CodedRejection; readonly explanation: Sentences };

const named = (domain: string, rejections: { readonly [code: string]: Explanation }) =>
  Object.entries(rejections).map(([code, explanation]) => [`${domain}/${code}`, explanation] as const);

/** Every code that this node can answer with. */
export const explanations: ReadonlyMap<string, Explanation> = new Map([
  ...ledgerExplanations,
  ...named("views", queryRejections),
  ...named("vault", vaultRejections),
  ...named("custody", custodyRejections),
  ...named("desk", deskRejections),
  ...named("gateway", gatewayRejections),
]);

export const refusalOf = (rejection: GatewayRejection): CodedRejection => ({
  ...rejection,
  code: `gateway/${rejection.code}`,
});

const UNEXPLAINED: Explanation = {
  en: { happened: "The request was refused.", next: "Look the code up in the documentation." },
  zh: { happened: "请求被拒绝。", next: "请在文档中查询该代码。" },
};

export const explanationOf = (code: string, language: Language): Sentences =>
  (explanations.get(code) ?? UNEXPLAINED)[language];

export const bodyOf = (rejection: CodedRejection, language: Language): RefusalBody => ({
  rejection,
  explanation: explanationOf(rejection.code, language),
});

const STATUS: Readonly<Record<string, number>> = {
  "ledger/malformed": 400,
  "ledger/not-canonical": 400,
  "ledger/signed-twice": 400,
  "ledger/signers-differ": 400,
  "ledger/replayed": 409,
  "ledger/too-large": 413,
  "ledger/queue-full": 429,
  "ledger/shutting-down": 503,
  "ledger/handed-over": 410,
  "vault/unknown-document": 404,
  "vault/other-document": 403,
  "vault/document-too-large": 413,
  "vault/erased": 410,
  "vault/damaged": 500,
  "vault/key-damaged": 500,
  "custody/bad-signature": 401,
  "custody/key-not-of-recipient": 403,
  "custody/unknown-prescription": 404,
  "custody/undecided": 503,
  "desk/session-expired": 401,
  "desk/session-needed": 401,
  "desk/session-locked": 429,
  "desk/stale-opening": 401,
  "desk/replayed-opening": 409,
  "desk/wrong-origin": 401,
  "desk/no-passkeys-here": 401,
  "desk/wrong-opening": 401,
  "desk/key-not-kept": 404,
  "desk/passphrase-needed": 401,
  "desk/wrong-passphrase": 401,
  "desk/key-not-sealed": 403,
  "desk/nothing-to-sign-with": 403,
  "desk/not-your-hand": 403,
  "desk/beyond-your-role": 403,
  "desk/malformed-payload": 400,
  "desk/custodian-needed": 400,
  "desk/no-document-key": 404,
  "desk/document-key-changed": 409,
  "desk/not-a-patient": 403,
  "desk/no-hospital-system": 404,
  "desk/not-for-this-role": 403,
  "desk/not-a-registration": 400,
  "desk/registrations-full": 429,
  "desk/too-many-registrations": 429,
  "desk/registration-undecided": 503,
  "desk/only-in-a-demonstration": 404,
  "desk/tampering-already": 429,
  "desk/nothing-to-tamper-with": 404,
  "gateway/malformed-json": 400,
  "gateway/invalid-request": 400,
  "gateway/malformed-request": 400,
  "gateway/body-too-large": 413,
  "gateway/unsupported-media-type": 415,
  "gateway/unknown-route": 404,
  "gateway/method-not-allowed": 405,
  "gateway/rate-limited": 429,
  "gateway/malformed-authorization": 401,
  "gateway/stale-authorization": 401,
  "gateway/wrong-authorization": 401,
  "gateway/replayed-authorization": 409,
  "gateway/unknown-key": 401,
  "gateway/revoked-key": 401,
  "gateway/reader-suspended": 403,
  "gateway/authorization-needed": 401,
  "gateway/not-for-this-reader": 403,
  "gateway/nobody-to-tell": 403,
  "gateway/neighbour-silent": 502,
  "gateway/unknown-transaction": 404,
  "gateway/unknown-block": 404,
  "gateway/before-history": 404,
  "gateway/unknown-domain": 404,
  "gateway/unknown-event": 404,
  "gateway/genesis-event": 404,
  "gateway/absence-not-shown": 403,
  "gateway/not-yet-provable": 503,
  "gateway/too-many-streams": 503,
  "gateway/no-engine": 404,
  "gateway/engine-silent": 503,
  "gateway/internal": 500,
  "views/unknown-table": 404,
};

/** What a domain refuses is well formed and yet cannot be done: 422 (RFC 9110 section 15.5.21). */
export const statusOf = (code: string): number => STATUS[code] ?? (code.startsWith("views/") ? 400 : 422);

/** Seconds after which trying again makes sense, where it does. */
export const retryAfterOf = ({ code, retryAfter }: CodedRejection): number | undefined => {
  if (typeof retryAfter === "number") return retryAfter;
  return statusOf(code) === 429 || statusOf(code) === 503 ? 1 : undefined;
};

/** Throwing it from a handler answers with it. Only the gateway throws it; cores answer refusals as values. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly rejection: CodedRejection;

  constructor(rejection: CodedRejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

export const refuse = (rejection: GatewayRejection): never => {
  throw new Refused(refusalOf(rejection));
};

export const refuseAtDesk = (rejection: DeskRejection): never => {
  throw new Refused({ ...rejection, code: `desk/${rejection.code}` });
};

/** The better of the two languages by Accept-Language (RFC 9110 section 12.5.4); English when neither is asked for. */
export function languageOf(header: string | undefined): Language {
  let best: Language = "en";
  let weight = 0;
  for (const part of (header ?? "").slice(0, 200).split(",")) {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const language = range.startsWith("zh") ? "zh" : range.startsWith("en") ? "en" : undefined;
    const quality = Number(
      parameters
        .find((each) => each.trim().startsWith("q="))
        ?.trim()
        .slice(2) ?? 1,
    );
    if (language === undefined || !(quality > weight)) continue;
    best = language;
    weight = quality;
  }
  return best;
}
