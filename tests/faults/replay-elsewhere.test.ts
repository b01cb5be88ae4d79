import { ok, deepStrictEqual as same } from "node:assert";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { toHex } from "@meridian/base/bytes";
import { canonicalText } from "@meridian/base/json";
import { contracts } from "@meridian/network/domains";
import { chanceFor } from "./chance.ts";
import type { Chain, Elsewhere } from "./elsewhere.ts";
import { Adversary } from "./hostile.ts";
import { everybody, PATIENT } from "./people.ts";
import { bring, cancelStep, issueCommand, WAY } from "./prescriptions.ts";
import { type Region, signed, staffedRegion } from "./region.ts";
import { schemasOf } from "./schema-instance.ts";

/** Everything that happens, happens in it: all states, years that change, refusals and garbage. */
function variedRegion(): Region {
  const random = chanceFor("varied chain");
  const region = staffedRegion();
  for (const status of WAY) {
    bring(region, `rx-${status}`, status);
    region.pass(random.below(40_000));
  }
  for (const status of WAY) {
    region.send(...cancelStep(`rx-${status}`));
    // Past the turn of the year in every zone: the year of a settlement is the scheme's, not the host's.
    region.pass(30 * 86_400);
    bring(region, `rx-later-${status}`, "SETTLED");
  }
  const honest = [signed(cancelStep("rx-x")[0], [PATIENT], "honest")];
  const committed = region.blocks().flatMap(({ transactions }) => transactions);
  const commands = [issueCommand("rx-ISSUED", region.time)];
  const adversary = new Adversary(random, schemasOf(contracts.values(), everybody), honest, committed, commands);
  for (let n = 0; n < 5; n++)
    region.block(Array.from({ length: 100 }, () => adversary.next(region.ledger.height + 1).bytes));
  return region;
}

describe("a chain that is executed elsewhere", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-elsewhere-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const blocks = variedRegion().blocks();
  const file = join(folder, "chain.json");
  const chain: Chain = blocks.map(({ time, transactions }) => ({ time, transactions: transactions.map(toHex) }));
  writeFileSync(file, JSON.stringify(chain));
  const here = blocks.map(({ eventsRoot, stateRoot, appHash, outcomes }) =>
    [toHex(eventsRoot), toHex(stateRoot), toHex(appHash), canonicalText(outcomes)].join(" "),
  );

  const places: readonly (readonly [zone: string, locale: string, reopenEvery: number, minutes: number])[] = [
    ["America/New_York", "tr_TR.UTF-8", 0, 240],
    ["Asia/Kathmandu", "ar_EG.UTF-8", 1, -345],
    ["Pacific/Kiritimati", "C", 7, -840],
    ["Pacific/Niue", "sv_SE.UTF-8", 13, 660],
  ];
  for (const [zone, locale, reopenEvery, minutes] of places)
    it(`has the same roots and outcomes in ${zone} under ${locale}, reopened every ${reopenEvery} blocks`, async () => {
      const child = fork(
        fileURLToPath(new URL("./replay-elsewhere-process.ts", import.meta.url)),
        [file, String(reopenEvery)],
        {
          env: { ...process.env, TZ: zone, LC_ALL: locale, LANG: locale },
          execArgv: ["--disable-warning=ExperimentalWarning"],
        },
      );
      const [told] = (await Promise.race([once(child, "message"), once(child, "exit")])) as [Elsewhere];
      same(told.zone, minutes, "the zone is in force");
      if (locale.startsWith("tr")) same(told.locale, "tr-TR", "and so is the locale");
      same(told.blocks, here);
    });

  it("and it holds events of every domain that prescriptions touch", () => {
    const text = blocks.flatMap(({ events }) => events.map((leaf) => Buffer.from(leaf).toString())).join("\n");
    for (const domain of ["credential", "person", "prescription", "review", "settlement", "unit"])
      ok(text.includes(`"domain":"${domain}"`), domain);
  });
});
