import { deepStrictEqual as same } from "node:assert";
import { utf8 } from "@meridian/base/bytes";
import { BLOCK_BYTES_MAX } from "@meridian/base/limits";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { add, GENESIS_TIME, NETWORK, rules, transaction } from "@meridian/ledger/toy.conformance";
import {
  RequestFinalizeBlock,
  RequestPrepareProposal,
  RequestProcessProposal,
} from "cosmjs-types/tendermint/abci/types";
import { Application, type ApplicationOptions } from "./application.ts";
import { encodeBundle } from "./bundle.ts";
import { verifier } from "./engine-harness.conformance.ts";

/** What CheckTx answers (`answers.ts`), then what ProcessProposal does. */
export const OK = 0;
export const MALFORMED = 1;
export const FOREIGN = 2;
export const OVER = 3;
export const BUSY = 4;
export const ACCEPT = 1;
export const REJECT = 2;

/** The application and what stands around it. Counts the transactions whose signatures it has checked. */
export function start(
  store = new MemoryStateStore(),
  changes: Partial<ApplicationOptions> & { readonly rules?: Rules } = {},
) {
  const ledger = new Ledger(changes.rules ?? rules, store, { time: GENESIS_TIME, commands: [] });
  const blocks: StoredBlock[] = [];
  const counted = { verified: 0 };
  const application = new Application({
    network: NETWORK,
    ledger,
    verifier: {
      verify: (transactions) => {
        counted.verified += transactions.length;
        return verifier.verify(transactions);
      },
    },
    initialHeight: 1,
    now: () => ledger.time,
    onCommitted: (block) => blocks.push(block),
    ...changes,
  });
  const check = async (tx: Uint8Array, type = 0): Promise<number> => (await application.checkTx({ tx, type })).code;
  const prepare = (txs: readonly Uint8Array[], maxTxBytes = BLOCK_BYTES_MAX): readonly Uint8Array[] =>
    application.prepareProposal(
      RequestPrepareProposal.fromPartial({
        txs: [...txs],
        maxTxBytes: BigInt(maxTxBytes),
        time: { seconds: BigInt(ledger.time) },
      }),
    ).txs;
  const process = async (txs: readonly Uint8Array[], hash = utf8("block")): Promise<number> =>
    (await application.processProposal(RequestProcessProposal.fromPartial({ txs: [...txs], hash }))).status;
  const finalize = (txs: readonly Uint8Array[], more: Partial<RequestFinalizeBlock> = {}) =>
    application.finalizeBlock(
      RequestFinalizeBlock.fromPartial({
        txs: [...txs],
        hash: utf8("block"),
        height: BigInt(ledger.height + 1),
        time: { seconds: BigInt(GENESIS_TIME + ledger.height), nanos: 999_999_999 },
        ...more,
      }),
    );
  /** Decides a block as an engine does that has seen its proposal. */
  const decide = async (...txs: readonly Uint8Array[]): Promise<StoredBlock> => {
    const hash = utf8(`block ${ledger.height + 1}`);
    same(await process(txs, hash), ACCEPT);
    await finalize(txs, { hash });
    application.commit();
    await Promise.resolve();
    return blocks.at(-1) as StoredBlock;
  };
  return { application, ledger, store, blocks, counted, check, prepare, process, finalize, decide };
}

let nonce = 0;
export const paying = (sum: number, changes: Parameters<typeof transaction>[1] = {}): Uint8Array =>
  transaction([add("p", sum)], { nonce: ++nonce, validUntil: 50, ...changes });
export const bundle = (...members: readonly Uint8Array[]): Uint8Array => encodeBundle(members);
export const forged = (bytes: Uint8Array): Uint8Array => {
  const other = bytes.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  return other;
};
export const nobody = { chainId: NETWORK, initialHeight: 1n, validators: [] };

/** The command that a toy network makes of each notice. */
export const commandFor = ({ validator }: { readonly validator: string }): Command => add(validator, 7);
