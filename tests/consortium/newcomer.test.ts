import { ok, deepStrictEqual as same } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { validatorKeyFile } from "@meridian/consensus-comet/engine/keys";
import type { Command } from "@meridian/kernel/transaction";
import { engineHomeIn } from "@meridian/meridian-app/consortium/settings";
import { DRUGS, FUND, HEALTH, HOSPITAL } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import type { Load } from "./clients.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import { nodeIdOfMember, VALIDATING, validatorKeyOf, validatorSeedOf } from "./members.ts";

const { file: engineFile, skip } = engineOrSkip();
const COURT = "court" as OrganisationId;
const PATIENCE = 90_000;
/** Whose consensus key the court takes next; whoever knows the name can sign. */
const NEXT = `second of ${COURT}`;

describe("a member that joins while others work", { skip }, () => {
  let network: Consortium;
  let load: Load;
  before(async () => {
    const members = [...VALIDATING, COURT];
    network = await Consortium.open({ name: "newcomer", port: 31_300, engineFile, members, later: [COURT] });
    load = network.clients.load(() => founders(), 5, PATIENCE);
  });
  after(async () => {
    load?.abandon();
    await network?.close();
  });

  const founders = () => network.nodes.filter(({ place }) => place.organisation !== COURT);
  const keys = () => network.node(HOSPITAL).validators();
  const say = (
    command: { readonly type: string; readonly [member: string]: unknown },
    by: readonly string[],
    node = HOSPITAL as string,
  ) =>
    network.clients.commit(
      [{ domain: "validator", organisation: COURT, ...command } as Command],
      by,
      network.node(node),
      PATIENCE,
    );

  it("begins from zero, fetches every block from the others, and has a seat once they voted it in", () =>
    network.told(async () => {
      const { clients } = network;
      const own = [COURT, `validator of ${COURT}`];
      const publicKey = validatorKeyOf(COURT);
      await say({ type: "candidate", publicKey, control: COURT, nodes: [nodeIdOfMember(COURT)] }, own);
      await network.start(COURT);
      await clients.decide(clients.trivial(), () => [network.node(COURT)], PATIENCE);
      same((await keys()).includes(publicKey), false, "it follows without a vote");
      const action = { domain: "validator", type: "admit", organisation: COURT, publicKey };
      const deadline = Math.floor(Date.now() / 1_000) + 86_400;
      const proposal = { domain: "governance", type: "propose", id: "court", subject: "validator", action, deadline };
      await clients.commit([proposal as Command], [HOSPITAL], network.node(HOSPITAL), PATIENCE);
      const vote = { domain: "governance", type: "vote", id: "court", choice: "yes" } as Command;
      for (const by of [HOSPITAL, FUND, HEALTH, DRUGS]) await clients.commit([vote], [by], network.node(by), PATIENCE);
      await network.until("it is in the set", async () => (await keys()).includes(publicKey), PATIENCE);
      await signsBlocks(publicKey);
    }));

  it("rotates its key: the old one counts no more, the new one signs", () =>
    network.told(async () => {
      const publicKey = validatorKeyOf(NEXT);
      await say({ type: "rotateKey", publicKey }, [COURT, `validator of ${NEXT}`]);
      const { folder } = network.node(COURT).place;
      await network.node(COURT).stop();
      const file = join(engineHomeIn(folder), "config", "priv_validator_key.json");
      writeFileSync(file, validatorKeyFile(new Secret(validatorSeedOf(NEXT))), { mode: 0o600 });
      await network.start(COURT);
      await network.until("the new key is in the set", async () => (await keys()).includes(publicKey), PATIENCE);
      same((await keys()).includes(validatorKeyOf(COURT)), false);
      await signsBlocks(publicKey);
    }));

  it("gives its seat up, and goes on as one that follows", () =>
    network.told(async () => {
      await say({ type: "resign" }, [COURT], COURT);
      await network.until("it is out of the set", async () => !(await keys()).includes(validatorKeyOf(NEXT)), PATIENCE);
      await load.stop();
      await network.probe(PATIENCE);
      const checked = await checkAgreement(network);
      same((await keys()).length, VALIDATING.length);
      ok(load.decided > 10, `${load.decided} transactions meanwhile`);
      console.log(
        `newcomer: ${load.decided} meanwhile, slowest ${Math.round(Math.max(...load.waits))} ms, ${JSON.stringify(checked)}`,
      );
    }));

  /** Some commit of the blocks that come has a signature by this key. */
  async function signsBlocks(publicKey: string): Promise<void> {
    const { addressOf } = await import("@meridian/proof/comet/validators");
    const address = Buffer.from(addressOf(Buffer.from(publicKey, "hex")))
      .toString("hex")
      .toUpperCase();
    await network.until(
      `${address} signs`,
      async () => {
        const { signed_header } = (await network.node(HOSPITAL).rpc("commit")) as {
          readonly signed_header: {
            readonly commit: { readonly signatures: readonly { validator_address: string }[] };
          };
        };
        return signed_header.commit.signatures.some(({ validator_address }) => validator_address === address);
      },
      PATIENCE,
    );
  }
});
