import { after, before, describe, it } from "node:test";
import { checkAgreement } from "./checks.ts";
import { Consortium, isLong } from "./consortium.ts";
import { engineOrSkip } from "./engine.ts";

const { file: engineFile, skip } = engineOrSkip();
/**
 * Where the engine ends itself when it is told to by FAIL_TEST_INDEX (libs/fail/fail.go), in the order in which a
 * validator passes them at each height.
 */
const POINTS = [
  "own prevote is in the log",
  "own precommit is in the log",
  "block is decided",
  "block is stored",
  "height is ended in the log",
  "FinalizeBlock is answered",
  "its answer is stored",
  "Commit is answered",
  "state is stored",
  "block is applied",
  "state machine is at the next height",
];
const HEIGHTS = isLong ? 4 : 1;
const PATIENCE = 60_000;

describe("an engine that ends at the worst moments", { skip }, () => {
  let network: Consortium;
  before(async () => {
    network = await Consortium.open({ name: "crash points", port: 30_400, engineFile });
  });
  after(() => network?.close());

  for (let index = 0; index < POINTS.length * HEIGHTS; index++)
    it(`goes on after a crash when ${POINTS[index % POINTS.length]}, at height ${Math.floor(index / POINTS.length) + 1}`, () =>
      network.told(async () => {
        const { clients, nodes } = network;
        const victim = nodes[index % nodes.length] ?? network.random.pick(nodes);
        const { organisation } = victim.place;
        await network.settled();
        await victim.stop();
        const from = victim.log.length;
        const FAIL_TEST_INDEX = String(index);
        await network.start(organisation, { environment: { FAIL_TEST_INDEX } });
        const others = network.running.filter((node) => node !== victim);
        await network.until(`the engine of ${organisation} ends at point ${index}`, async () => {
          await clients.decide(clients.trivial(), () => others, PATIENCE);
          return victim.log.slice(from).includes(`*** fail-test ${index} ***`);
        });
        await clients.decide(clients.trivial(), () => [victim], PATIENCE);
        await checkAgreement(network);
      }));
});
