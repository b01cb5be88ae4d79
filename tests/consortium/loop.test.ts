import { ok, deepStrictEqual as same } from "node:assert";
import { after, before, describe, it } from "node:test";
import { asSeconds } from "@meridian/base/ids";
import { CORNER, FUND, HOSPITAL } from "../faults/people.ts";
import { type OnWay, type Standing, standingOf, stepsInto, WAY } from "../faults/prescriptions.ts";
import { staffing } from "../faults/region.ts";
import { checkAgreement, recordAt } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";
import type { MemberNode } from "./member-node.ts";
import { FOLLOWING, VALIDATING } from "./members.ts";

const { file: engineFile, skip } = engineOrSkip();

/** Whose people take a step, so at whose node they send it. */
const AT: { readonly [S in OnWay]: string } = {
  ISSUED: HOSPITAL,
  IN_REVIEW: HOSPITAL,
  APPROVED: HOSPITAL,
  ACTIVE: HOSPITAL,
  CLAIMED: CORNER,
  SETTLED: FUND,
  DISPENSED: CORNER,
  COMPLETED: CORNER,
};

describe("four validators and a pharmacy that follows", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "loop", port: 30_100, engineFile, members: [...VALIDATING, FOLLOWING] });
  });
  after(() => network?.close());

  const standingAt = (node: MemberNode): Standing => ({
    time: asSeconds(Math.floor(Date.now() / 1_000)),
    ledger: { record: (key) => recordAt(node, key) },
  });

  it("carry prescriptions from the doctor to the patient, each institution at its own node", () =>
    network.told(async () => {
      for (const [by, commands] of staffing) {
        const own = network.nodes.find(({ place }) => place.organisation === by);
        await network.clients.commit(commands, [by], own ?? network.node(HOSPITAL));
      }
      for (const id of ["rx-loop-1", "rx-loop-2"])
        for (const status of WAY) {
          const node = network.node(AT[status]);
          for (const [commands, by] of stepsInto(standingAt(node), id, status)) {
            network.note(`${id} ${status} at ${node.place.organisation}`);
            const { id: transaction } = await network.clients.commit(commands, by, node);
            // What the next institution builds on, it has seen at its own node.
            await Promise.all(network.nodes.map((other) => network.clients.receipt(transaction, other)));
          }
          for (const other of network.nodes) same(standingOf(standingAt(other), id).status, status);
        }
      const { height, transactions } = await checkAgreement(network);
      ok(transactions > 20, `${transactions} transactions in ${height} blocks`);
    }));
});
