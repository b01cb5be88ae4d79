import { deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import {
  COUNTER,
  claimCommand,
  issueTestPrescription,
  openTestNetwork,
  PATIENT,
  PHARMACY,
  staffTestNetwork,
} from "./test-network.conformance.ts";

it("the network of the tests issues, reviews and hands a prescription to a pharmacy", async () => {
  const network = await openTestNetwork();
  try {
    await staffTestNetwork(network);
    await issueTestPrescription(network, "rx-1");
    await network.commit([claimCommand("rx-1")], [COUNTER, PHARMACY, PATIENT]);
    const page = await network.node.reading.rowsFor({ authority: true }, "prescriptions", {});
    same(page.ok && page.value.rows.map(({ status, pharmacy }) => [status, pharmacy]), [["CLAIMED", PHARMACY]]);
  } finally {
    await network.close();
  }
});
