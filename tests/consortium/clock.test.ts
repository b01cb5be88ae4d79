import { match, ok } from "node:assert";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { toHex } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { addressOf } from "@meridian/proof/comet/validators";
import { SqliteStateStore } from "@meridian/state-sqlite/state-sqlite";
import { DRUGS, HEALTH } from "../faults/people.ts";
import { checkAgreement } from "./checks.ts";
import { Consortium } from "./consortium.ts";
import { engineOrSkip, testClockOrSkip } from "./engine.ts";
import type { MemberNode } from "./member-node.ts";
import { validatorSeedOf } from "./members.ts";

const { file: engineFile, skip: noEngine } = engineOrSkip();
const { file: wrongClock, skip: noClock } = noEngine === false ? testClockOrSkip() : { file: "", skip: noEngine };
const HOUR = 3_600;
const PATIENCE = 60_000;
/** Block time is the median of what the members' clocks said: a slow machine lags, an hour is another matter. */
const NEAR = 120;

describe("a member whose clock is an hour off", { skip: noClock }, () => {
  let network: Consortium;
  const offBy = (seconds: number) => ({
    engineFile: wrongClock,
    environment: { MERIDIAN_TEST_CLOCK_OFFSET: String(seconds) },
  });
  before(async () => {
    network = await Consortium.open({ name: "clock", port: 30_700, engineFile, start: { [DRUGS]: offBy(HOUR) } });
  });
  after(() => network?.close());

  /** How many seconds after a block's own time a member says that it signed it, in the last of these blocks that it signed. */
  async function saidBy(organisation: string, from: number, height: number): Promise<number | undefined> {
    const address = toHex(addressOf(publicKeyOf(validatorSeedOf(organisation)))).toUpperCase();
    for (let at = height; at > from; at--) {
      const { signed_header } = (await network.node(HEALTH).rpc("commit", { height: String(at) })) as {
        readonly signed_header: {
          readonly header: { readonly time: string };
          readonly commit: { readonly signatures: readonly { validator_address: string; timestamp: string }[] };
        };
      };
      const own = signed_header.commit.signatures.find(({ validator_address }) => validator_address === address);
      if (own !== undefined) return (Date.parse(own.timestamp) - Date.parse(signed_header.header.time)) / 1_000;
    }
    return undefined;
  }

  /** Blocks after this height, at all these nodes: each is of the right time, and none before its predecessor. */
  async function areInTime(from: number, nodes: readonly MemberNode[]): Promise<void> {
    const { height } = await checkAgreement(network, nodes);
    const store = new SqliteStateStore(join(network.node(HEALTH).place.folder, "state.db"), "reader");
    let last = 0;
    for (let at = from + 1; at <= height; at++) {
      const time = store.block(asHeight(at))?.time ?? 0;
      ok(time >= last, `block ${at} is not before its predecessor`);
      ok(Math.abs(time - Date.now() / 1_000) < NEAR, `block ${at} is at ${time}`);
      last = time;
    }
    store.close();
    ok(height > from);
  }

  async function decideSome(nodes: readonly MemberNode[]): Promise<void> {
    const { clients } = network;
    // Enough that each member proposes some.
    for (let n = 0; n < 8; n++) await clients.decide(clients.trivial(), () => nodes, PATIENCE);
  }

  it("takes part when it is fast, and the network's time stays right", () =>
    network.told(async () => {
      const { clients } = network;
      const from = await network.settled();
      await decideSome(network.nodes);
      await network.probe();
      await areInTime(from, network.nodes);
      let said: number | undefined;
      await network.until("it signs a block", async () => {
        await clients.decide(clients.trivial(), () => network.nodes, PATIENCE);
        said = await saidBy(DRUGS, from, await network.height(network.node(HEALTH)));
        return said !== undefined;
      });
      said ??= Number.NaN;
      ok(Math.abs(said - HOUR) < NEAR, `it signs ${said} s after the block`);
    }));

  it("ends and says why when it is slow, at every start; the others go on, and once it is right it catches up", () =>
    network.told(async () => {
      const node = network.node(DRUGS);
      const rest = network.nodes.filter((each) => each !== node);
      const from = await network.settled();
      await node.stop();
      for (const time of ["first", "second"]) {
        network.note(`slow for the ${time} time`);
        // What the others decided meanwhile may end it before it is open.
        await network.start(DRUGS, offBy(-HOUR)).catch(() => undefined);
        await decideSome(rest);
        await node.ended(PATIENCE);
        match(node.lastWords, /clock-behind.*too far in the future.*NTP/);
      }
      await areInTime(from, rest);
      await network.start(DRUGS, offBy(0));
      await network.probe(PATIENCE);
      await areInTime(from, network.nodes);
    }));
});
