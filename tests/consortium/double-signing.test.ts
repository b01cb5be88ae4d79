import { ok, deepStrictEqual as same } from "node:assert";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { textOf } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { recordKeyOf } from "@meridian/kernel/roots";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { DRUGS, HEALTH } from "../faults/people.ts";
import { checkAgreement, recordAt } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { doubleVote } from "./double-vote.ts";
import { engineOrSkip } from "./engine.ts";
import type { MemberNode } from "./member-node.ts";
import { nodeIdOfMember, VALIDATING, validatorKeyOf, validatorSeedOf } from "./members.ts";

const { file: engineFile, skip } = engineOrSkip();

describe("a validator that signs two blocks of one height", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "double signing", port: 30_850, engineFile });
  });
  after(() => network?.close());

  it("is suspended by rule, out of the set, named in an event; the others go on", () =>
    network.told(async () => {
      const { clients } = network;
      const witness = network.node(HEALTH);
      const height = (await network.settled()) - 1;
      const evidence = await doubleVote(witness, height, validatorSeedOf(DRUGS), VALIDATING.length);
      network.note(`evidence of ${DRUGS} at ${height}`);
      await witness.rpc("broadcast_evidence", { evidence });
      const honest = network.nodes.filter(({ place }) => place.organisation !== DRUGS);
      await network.until(`${DRUGS} is out of the set`, async () => {
        // An idle network stands still: evidence waits for the next block that something else makes.
        await clients.decide(clients.trivial(), () => honest, 60_000);
        return !(await witness.validators()).includes(validatorKeyOf(DRUGS));
      });
      same((await witness.validators()).length, VALIDATING.length - 1);
      await network.settled(honest);
      for (const node of honest) {
        const [accusation] = eventsOf(node, "validator", "misbehaved");
        same(
          [accusation?.["organisation"], accusation?.["height"], accusation?.["measure"]],
          [DRUGS, height, "suspended"],
        );
        const member = parseJson(textOf(recordAt(node, recordKeyOf("organisation", DRUGS)) ?? new Uint8Array()) ?? "");
        same((member as { status?: string }).status, "suspended");
      }
      await checkAgreement(network, honest);
    }));

  it("told again, is no news", () =>
    network.told(async () => {
      const { clients } = network;
      const witness = network.node(HEALTH);
      const height = Number(eventsOf(witness, "validator", "misbehaved")[0]?.["height"]);
      const evidence = await doubleVote(witness, height, validatorSeedOf(DRUGS), VALIDATING.length);
      await witness.rpc("broadcast_evidence", { evidence }).catch(() => undefined);
      const honest = network.nodes.filter(({ place }) => place.organisation !== DRUGS);
      for (let n = 0; n < 3; n++) await clients.decide(clients.trivial(), () => honest, 60_000);
      same(eventsOf(witness, "validator", "misbehaved").length, 1);
    }));

  it("finds no peer any more once its connections have ended", () =>
    network.told(async () => {
      const { clients } = network;
      const honest = network.nodes.filter(({ place }) => place.organisation !== DRUGS);
      const alone = network.node(DRUGS);
      await alone.stop();
      await network.start(DRUGS);
      await clients.decide(clients.trivial(), () => honest, 60_000);
      await later(3_000);
      for (const node of honest) same((await node.peers()).includes(nodeIdOfMember(DRUGS)), false);
      // For an instant it takes somebody's dialling for a connection, before the other one has asked the ledger.
      ok((await network.height(alone)) < (await network.height(network.node(HEALTH))), "nobody tells it of new blocks");
      await checkAgreement(network, honest);
    }));
});

/** Events of one kind in a node's chain. */
function eventsOf({ place }: MemberNode, domain: string, type: string): readonly Readonly<Record<string, unknown>>[] {
  const store = new SqliteStateStore(join(place.folder, "state.db"), "reader");
  try {
    const found: Readonly<Record<string, unknown>>[] = [];
    for (let at = 1; at <= (store.height() ?? 0); at++)
      for (const leaf of store.block(asHeight(at))?.events ?? []) {
        const envelope = parseJson(textOf(leaf) ?? "") as { domain: string; event: { type: string } };
        if (envelope.domain === domain && envelope.event.type === type) found.push(envelope.event);
      }
    return found;
  } finally {
    store.close();
  }
}
