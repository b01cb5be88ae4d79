import { ok, type Result } from "@meridian/base/result";
import { findEngine } from "@meridian/consensus-comet/engine/binary";
import type { GenesisDocument } from "@meridian/network/genesis";
import { hasEngineHome } from "../consortium/engine-home.ts";
import { readSettings } from "../consortium/settings.ts";
import type { ConsortiumOptions, EmbeddedOptions } from "../node/node.ts";
import { type Call, EXIT, type Problem, problem, words } from "./call.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { nodeJsonUnreadable, notJoined } from "./node-json.ts";

/** Who orders what this node executes. */
export type Ordering = Pick<EmbeddedOptions, "validatorSeeds"> | ConsortiumOptions;
type Seeds = EmbeddedOptions["validatorSeeds"];

/** As the genesis document has it: this process alone, or CometBFT with the other members. */
export function orderingIn(call: Call, folder: string, genesis: GenesisDocument): Result<Ordering, Problem> {
  const read = readSettings(folder);
  if (!read.ok) return nodeJsonUnreadable(read.error);
  const settings = read.value;
  if (settings === undefined && genesis.consortium === undefined && !hasEngineHome(folder)) {
    const seeds = validatorSeedsIn(call, genesis);
    return seeds.ok ? ok({ validatorSeeds: seeds.value }) : seeds;
  }
  if (settings === undefined) return notJoined(folder);
  const engine = findEngine();
  if (engine.ok) return ok({ consortium: { settings, engineFile: engine.value.file } });
  const { code, ...data } = engine.error;
  return problem(
    EXIT.data,
    code,
    words(`There is no CometBFT to run: ${JSON.stringify(data)}.`, `没有可运行的 CometBFT:${JSON.stringify(data)}。`),
    words(
      "Build it with `npm run engine` (needs Go), or name one with MERIDIAN_COMETBFT.",
      "请用 `npm run engine` 构建(需要 Go),或用 MERIDIAN_COMETBFT 指定。",
    ),
    data,
  );
}

/** Seeds of the validators, by their public keys, from the keystore of the folder. */
function validatorSeedsIn(call: Call, { validators }: GenesisDocument): Result<Seeds, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const keystore = keystoreOf(call);
  const names = new Map(keystore.list().map(({ publicKey, name }) => [publicKey, name]));
  const absent = validators.filter(({ publicKey }) => !names.has(publicKey));
  if (absent.length > 0)
    return problem(
      EXIT.data,
      "validators-missing",
      words(
        `The folder has keys of ${validators.length - absent.length} of ${validators.length} validators; blocks need all of them here.`,
        `目录中仅有 ${validators.length} 个验证者中 ${validators.length - absent.length} 个的密钥,出块需要全部密钥。`,
      ),
      words(
        `Missing: ${absent.map(({ organisation }) => organisation).join(", ")}. Put their keys into ${keystore.folder}.`,
        `缺少:${absent.map(({ organisation }) => organisation).join("、")}。请将其密钥放入 ${keystore.folder}。`,
      ),
      { missing: absent.map(({ organisation }) => organisation) },
    );
  const seeds: { readonly seed: Uint8Array; readonly power: number }[] = [];
  for (const { publicKey, power } of validators) {
    const seed = keystore.open(names.get(publicKey) ?? "", passphrase.value);
    if (!seed.ok) return keyProblem(seed.error);
    seeds.push({ seed: seed.value.reveal(), power });
  }
  return ok(seeds);
}
