import { fromHex, toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import type { FinalizedBlock } from "@meridian/ledger/ledger";
import type { Notice, ValidatorEntry } from "@meridian/ledger/membership";
import {
  ExecTxResult,
  type Misbehavior,
  MisbehaviorType,
  type ResponseCheckTx,
  type ResponseFinalizeBlock,
  type ResponseQuery,
  type ValidatorUpdate,
} from "cosmjs-types/tendermint/abci/types";

/** What the ledger says, in ABCI's words, and the other way round. */

const NOTHING = new Uint8Array();

/**
 * Codes of CheckTx. `over`: every transaction of it has stood in a block, or its window has passed. `busy`: so much is
 * being verified that this one is not; whoever made it offers it again.
 */
export const CHECK_CODES = { ok: 0, malformed: 1, foreign: 2, over: 3, busy: 4 } as const;
export type CheckVerdict = keyof typeof CHECK_CODES;

const checked = (log: CheckVerdict): ResponseCheckTx => ({
  code: CHECK_CODES[log],
  data: NOTHING,
  log,
  info: "",
  gasWanted: 0n,
  gasUsed: 0n,
  events: [],
  codespace: "meridian",
});
const CHECK_ANSWERS: { readonly [V in CheckVerdict]: ResponseCheckTx } = {
  ok: checked("ok"),
  malformed: checked("malformed"),
  foreign: checked("foreign"),
  over: checked("over"),
  busy: checked("busy"),
};
export const checkAnswer = (verdict: CheckVerdict): ResponseCheckTx => CHECK_ANSWERS[verdict];

/** Code 0 is yes, 1 is no; nothing else of the answer is looked at. */
export const answerTo = (yes: boolean): ResponseQuery => ({
  code: yes ? 0 : 1,
  log: "",
  info: "",
  index: 0n,
  key: NOTHING,
  value: NOTHING,
  height: 0n,
  codespace: "meridian",
});

/** Most results are one of a few leaves, which the ledger keeps. */
const results = new WeakMap<Uint8Array, ExecTxResult>();
function resultOf(leaf: Uint8Array): ExecTxResult {
  const known = results.get(leaf);
  if (known !== undefined) return known;
  const result = ExecTxResult.decode(leaf);
  results.set(leaf, result);
  return result;
}

/** The results are the very leaves of the results' root, so header and ledger cannot disagree. */
export const finalizedAnswer = ({
  resultLeaves,
  validatorUpdates,
  appHash,
}: FinalizedBlock): ResponseFinalizeBlock => ({
  events: [],
  txResults: resultLeaves.map(resultOf),
  validatorUpdates: validatorUpdates.map(({ publicKey, power }) => {
    const ed25519 = fromHex(publicKey);
    invariant(ed25519?.length === 32, "a validator's key has 32 bytes");
    return { pubKey: { ed25519 }, power: BigInt(power) };
  }),
  appHash,
});

export const noticesOf = (misbehavior: readonly Misbehavior[]): readonly Notice[] =>
  misbehavior.map(({ type, validator, height, time }) => {
    invariant(type in NOTICES, "the engine names the misbehaviour that it tells of");
    return {
      type: NOTICES[type as keyof typeof NOTICES],
      validator: toHex(validator.address),
      height: asHeight(Number(height)),
      time: asSeconds(Number(time.seconds)),
    };
  });

const NOTICES = {
  [MisbehaviorType.DUPLICATE_VOTE]: "duplicate-vote",
  [MisbehaviorType.LIGHT_CLIENT_ATTACK]: "light-client-attack",
} as const;

/** The engine's genesis and the ledger must begin with one set, or the first change to it would halt every node. */
export function sameValidators(agreed: readonly ValidatorEntry[], engine: readonly ValidatorUpdate[]): boolean {
  const powers = new Map(agreed.map(({ publicKey, power }) => [publicKey, power]));
  return (
    engine.length === powers.size &&
    engine.every(({ pubKey, power }) => powers.get(toHex(pubKey?.ed25519 ?? NOTHING)) === Number(power))
  );
}
