import type { MessagePort } from "node:worker_threads";
import type { Height, Seconds } from "@meridian/base/ids";
import type { RelyingParty } from "@meridian/crypto/webauthn";
import type { CodedRejection } from "@meridian/kernel/transaction";
import type { ReleaseNotice } from "@meridian/ledger/release-notice";
import type { StoredBlock } from "@meridian/ledger/state-store";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Packed } from "./packing.ts";

/**
 * What the threads of a node say to each other. Transactions go main → verify → ledger; blocks go ledger → main. What
 * other members' nodes sent goes ledger → verify → ledger.
 */

export type VerifyThreadData = { readonly relyingParty: RelyingParty; readonly toLedger: MessagePort };

export type LedgerThreadData = {
  readonly genesis: GenesisDocument;
  readonly stateFile: string;
  readonly ordering: OrderingData;
  /** Address of a module that exports `rulesOf`, in place of the network's. */
  readonly rulesModule?: string;
  /** Memory for pages of the state, in MiB. */
  readonly cacheMiB: number;
  readonly fromVerify: MessagePort;
};

/** Who puts transactions in order: this process alone, or the members together by CometBFT. */
export type OrderingData =
  | {
      readonly type: "embedded";
      readonly validatorSeeds: readonly { readonly seed: Uint8Array; readonly power: number }[];
      readonly batchMilliseconds: number;
      readonly proofMilliseconds: number;
    }
  | {
      readonly type: "comet";
      /** Path of the unix socket where the engine finds this node. */
      readonly socket: string;
      /** The engine's RPC on the loopback interface. */
      readonly rpcPort: number;
      readonly initialHeight: number;
      /** Node ids of `node.json`, let in until the ledger knows who may. */
      readonly peers: readonly string[];
      /** Blocks from one snapshot to the next; default 1,000. */
      readonly snapshotEvery?: number;
    };

/** Main to verify: transactions that were offered, numbered from `first`. Verify answers null when it is through. */
export type Offered = { readonly first: number; readonly transactions: Packed };

/** Ledger to verify: transactions that other nodes sent. */
export type Gossip = { readonly request: number; readonly transactions: Packed };

/** Verify to ledger, of gossip: ids by place, one behind the other; spaces stand where there is no valid transaction. */
export type GossipVerified = { readonly request: number; readonly ids: string };

/** Verify to ledger: the same, with what was refused for its form or its signatures, by place, and the ids of the rest. */
export type Verified = Offered & {
  readonly refused: readonly (readonly [place: number, rejection: CodedRejection])[];
  /** Ids of what was not refused, one behind the other, 64 characters each. */
  readonly ids: string;
};

/** Main to ledger. */
export type LedgerRequest =
  | { readonly type: "prove"; readonly request: number; readonly key: string }
  | { readonly type: "stop" };

/** Ledger to main. */
export type LedgerNotice =
  | { readonly type: "ready"; readonly height: Height; readonly time: Seconds }
  | ({ readonly type: "answered"; readonly first: number; readonly waiting: number } & Pick<Verified, "refused">)
  | {
      readonly type: "committed";
      readonly block: Omit<CommittedBlock, "ids" | "outcomes">;
      /** Transactions of this node's own that are not in a block yet. */
      readonly waiting: number;
      /** JSON of ids and outcomes: a text changes threads in half the time that a thousand small objects take. */
      readonly decided: string;
    }
  | { readonly type: "proved"; readonly request: number; readonly proof: RecordProof }
  | { readonly type: "release"; readonly notice: ReleaseNotice }
  | {
      readonly type: "log";
      readonly level: "info" | "warn" | "error";
      readonly message: string;
      readonly data?: object;
    }
  | { readonly type: "stopped" };

/** What the main thread is told of a block; all else is read from the store when somebody asks. */
export type CommittedBlock = Pick<StoredBlock, "height" | "time" | "ids" | "outcomes" | "appHash"> & {
  readonly events: Packed;
  /** Of the header that the members' engine decided on, hexadecimal. */
  readonly headerHash?: string;
};

export type RecordProof = {
  readonly height: Height;
  readonly value: Uint8Array | null;
  readonly bucket: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
  readonly siblings: readonly Uint8Array[];
};
