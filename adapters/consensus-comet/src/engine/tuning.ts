import { BUNDLE_BYTES_MAX } from "@meridian/base/limits";

/** The value of a setting in `config.toml`: times are text with a unit, as Go writes them. */
export type SettingValue = string | number | boolean;

/** One setting that is not as CometBFT's authors left it. */
export type Tuned = {
  /** Section of `config.toml`; "" for those before the first section. */
  readonly section: string;
  readonly key: string;
  readonly value: SettingValue;
  /** CometBFT 0.38.25's own. */
  readonly default: SettingValue;
  readonly why: string;
};

const MIB = 1_048_576;

/** Every setting of the engine that we change, the same on every node. Whatever is not here keeps CometBFT's default. */
export const TUNING: readonly Tuned[] = [
  {
    section: "",
    key: "log_format",
    value: "json",
    default: "plain",
    why: "the node reads the engine's log and repeats what matters in its own",
  },
  {
    section: "",
    key: "filter_peers",
    value: true,
    default: false,
    why: "the ledger says which nodes may connect; without this any key may",
  },
  {
    section: "rpc",
    key: "unsafe",
    value: true,
    default: false,
    why: "so that the node can have lost peers dialled: the engine itself gives up after a day, and long before it tries rarely",
  },
  {
    section: "rpc",
    key: "max_body_bytes",
    value: 4 * MIB,
    default: 1_000_000,
    why: "a request holds several bundles of 256 KiB in base64",
  },
  {
    section: "rpc",
    key: "max_request_batch_size",
    value: 100,
    default: 10,
    why: "the node asks for header, commit and results of several blocks at once while it catches up",
  },
  {
    section: "p2p",
    key: "pex",
    value: false,
    default: true,
    why: "members are listed; nobody is found by hearsay",
  },
  {
    section: "p2p",
    key: "addr_book_strict",
    value: false,
    default: true,
    why: "members may reach each other at private addresses",
  },
  {
    section: "p2p",
    key: "allow_duplicate_ip",
    value: true,
    default: false,
    why: "several members behind one gateway or on one machine have one address; the node id tells them apart",
  },
  {
    section: "p2p",
    key: "max_num_inbound_peers",
    value: 120,
    default: 40,
    why: "a full mesh of up to 100 validators and some observers; the ledger decides who they are",
  },
  {
    section: "p2p",
    key: "flush_throttle_timeout",
    value: "10ms",
    default: "100ms",
    why: "a message to a peer waits this long for company: it is in the way of every vote",
  },
  {
    section: "p2p",
    key: "send_rate",
    value: 100 * MIB,
    default: 5_120_000,
    why: "a full block of 4 MiB must reach every peer well within the proposer's time",
  },
  {
    section: "p2p",
    key: "recv_rate",
    value: 100 * MIB,
    default: 5_120_000,
    why: "as send_rate",
  },
  {
    section: "mempool",
    key: "type",
    value: "flood",
    default: "flood",
    why: "said aloud: bundles reach every proposer by gossip",
  },
  {
    section: "mempool",
    key: "recheck",
    value: true,
    default: true,
    why: "said aloud: this is how bundles leave whose transactions are ordered; the answer comes from memory",
  },
  {
    section: "mempool",
    key: "size",
    value: 10_000,
    default: 5_000,
    why: "bundles, not transactions: a node has 64 on the way at most, and there may be 100 nodes",
  },
  {
    section: "mempool",
    key: "max_txs_bytes",
    value: 128 * MIB,
    default: 1_073_741_824,
    why: "room for what fifty nodes have on the way under full load; a peer cannot fill the memory",
  },
  {
    section: "mempool",
    key: "max_tx_bytes",
    value: BUNDLE_BYTES_MAX,
    default: MIB,
    why: "a whole bundle and no more: what is larger is refused before it is read",
  },
  {
    section: "mempool",
    key: "cache_size",
    value: 50_000,
    default: 10_000,
    why: "every transaction of a block goes into the cache too: 25 full blocks before a bundle is forgotten",
  },
  {
    section: "consensus",
    key: "create_empty_blocks",
    value: false,
    default: true,
    why: "an idle network stands still; one more block follows when the state changed, to prove it",
  },
  {
    section: "consensus",
    key: "timeout_propose",
    value: "1s",
    default: "3s",
    why: "what a proposer costs who is off; enough for a full block to spread",
  },
  {
    section: "consensus",
    key: "timeout_prevote",
    value: "500ms",
    default: "1s",
    why: "waited only when prevotes disagree",
  },
  {
    section: "consensus",
    key: "timeout_precommit",
    value: "500ms",
    default: "1s",
    why: "waited only when precommits disagree",
  },
  {
    section: "consensus",
    key: "timeout_commit",
    value: "20ms",
    default: "1s",
    why: "how long the last signatures may come late into a commit; waited in full when a validator is off",
  },
  {
    section: "consensus",
    key: "skip_timeout_commit",
    value: true,
    default: false,
    why: "with all signatures there, nothing is left to wait for",
  },
  {
    section: "consensus",
    key: "peer_gossip_sleep_duration",
    value: "10ms",
    default: "100ms",
    why: "votes and parts of blocks are sent by polling: the greatest lever on latency, and what an idle engine costs",
  },
  {
    section: "consensus",
    key: "block_time_tolerance",
    value: "60s",
    default: "60s",
    why: "said aloud: past a third with right clocks nobody sets block time further ahead; a node so far behind ends itself",
  },
  {
    section: "storage",
    key: "discard_abci_responses",
    value: true,
    default: false,
    why: "results are in the node's own store; the engine keeps the last one, which it needs after a crash",
  },
  {
    section: "tx_index",
    key: "indexer",
    value: "null",
    default: "kv",
    why: "the node has its own index, and the engine never prunes its one",
  },
];
