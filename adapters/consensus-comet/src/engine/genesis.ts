import { fromHex, toHex } from "@meridian/base/bytes";
import { invariant } from "@meridian/base/invariant";
import { BLOCK_BYTES_MAX, CHAIN_ID_BYTES_MAX } from "@meridian/base/limits";
import { type Time, textOfTime } from "@meridian/proof/comet/time";
import { addressOf } from "@meridian/proof/comet/validators";
import { publicKeyJson } from "./keys.ts";

/** As `Header.version.app` says it from the first block on. */
const APP_VERSION = 1;
const DAY_NANOSECONDS = 86_400n * 1_000_000_000n;

export type EngineValidator = {
  /** Ed25519, 64 hexadecimal digits. */
  readonly publicKey: string;
  readonly power: number;
  /** For people who read the file; consensus does not see it. */
  readonly name: string;
};

/** What every engine of a network starts from. All members' must be equal byte by byte in meaning. */
export type EngineGenesis = {
  readonly chainId: string;
  readonly genesisTime: Time;
  /** Height of the first block that the engine orders. */
  readonly initialHeight: number;
  readonly validators: readonly EngineValidator[];
  /** Bytes of a block at most. Left out: that of the ledger, which the headers of the embedded engine announce too. */
  readonly maxBytes?: number;
  /** Handed to the application by InitChain. */
  readonly appState: Readonly<Record<string, unknown>>;
};

/** Content of `genesis.json` (CometBFT, types/genesis.go): 64-bit numbers as text. */
export function genesisFile(genesis: EngineGenesis): string {
  const chainIdBytes = Buffer.byteLength(genesis.chainId);
  invariant(chainIdBytes > 0 && chainIdBytes <= CHAIN_ID_BYTES_MAX, "a chain id has 1 to 50 bytes");
  const document = {
    genesis_time: textOfTime(genesis.genesisTime),
    chain_id: genesis.chainId,
    initial_height: String(genesis.initialHeight),
    consensus_params: {
      block: { max_bytes: String(genesis.maxBytes ?? BLOCK_BYTES_MAX), max_gas: "-1" },
      // A vote against another one of the same validator counts until both have passed: a chain that makes few blocks
      // would otherwise forget within two days.
      evidence: {
        max_age_num_blocks: "1000000",
        max_age_duration: String(30n * DAY_NANOSECONDS),
        max_bytes: "65536",
      },
      validator: { pub_key_types: ["ed25519"] },
      version: { app: String(APP_VERSION) },
      abci: { vote_extensions_enable_height: "0" },
    },
    validators: genesis.validators.map(({ publicKey, power, name }) => {
      const bytes = fromHex(publicKey);
      invariant(bytes?.length === 32, "a validator's key is 32 bytes in hexadecimal");
      const address = toHex(addressOf(bytes)).toUpperCase();
      return { address, pub_key: publicKeyJson(bytes), power: String(power), name };
    }),
    app_hash: "",
    app_state: genesis.appState,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
