import { deepStrictEqual as same, throws } from "node:assert";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import { textOf, toHex } from "@meridian/base/bytes";
import { StateCorruption } from "@meridian/ledger/state-store";
import { Chain } from "@meridian/proof/chain.conformance";
import { validatorSetHash } from "@meridian/proof/comet/validators";
import { LATER_SEEDS, VALIDATOR_SEEDS } from "@meridian/proof/scene.conformance";
import { encodeSeal } from "@meridian/proof/seal";
import { SealStore } from "./seal-store.ts";

const folder = mkdtempSync(join(tmpdir(), "meridian-seals-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Heights 1 to 4; block 2 announces the set that signs from 3 on. */
const chain = new Chain(VALIDATOR_SEEDS);
const one = chain.append();
chain.announce(LATER_SEEDS);
const two = chain.append();
const three = chain.append();

let files = 0;
const fileOf = (): string => join(folder, `${files++}.db`);
function filled(file = fileOf()) {
  const store = new SealStore(file);
  for (const { header, commit, validators } of [one, two]) store.keep({ header, commit, canonical: true }, validators);
  store.keep({ ...three, canonical: false }, three.validators);
  return { store, file };
}
const textAt = (store: SealStore, height: number) => {
  const seal = store.at(height);
  return seal && [textOf(encodeSeal(seal)), seal.canonical];
};

describe("the store of seals", () => {
  it("gives back what it keeps, with sets and changes, to a reader beside it too", () => {
    const { store, file } = filled();
    const reader = new SealStore(file, "reader");
    for (const kept of [store, reader]) {
      same([kept.first(), kept.last()], [1, 3]);
      same(textAt(kept, 2), [textOf(encodeSeal(two)), true]);
      same(textAt(kept, 3), [textOf(encodeSeal(three)), false]);
      same(kept.at(4), undefined);
      same([kept.changes(1, 3), kept.changes(3, 9), kept.changes(1, 1)], [[2], [], []]);
      const set = kept.validatorsOf(three.header.validatorsHash) ?? [];
      same(toHex(validatorSetHash(set)), toHex(three.header.validatorsHash));
      same(kept.validatorsOf(new Uint8Array(32)), undefined);
    }
    reader.close();
    store.close();
  });

  it("keeps a seal once: the canonical commit takes the place of the seen one, and not the other way round", () => {
    const { store } = filled();
    store.keep({ ...three, canonical: true }, three.validators);
    store.keep({ ...three, canonical: false }, three.validators);
    same(store.at(3)?.canonical, true);
    same([store.first(), store.last()], [1, 3]);
    store.close();
  });

  it("begins at whatever height it is given, and knows nothing when it is empty", () => {
    const store = new SealStore(fileOf());
    same([store.first(), store.last(), store.at(1), store.changes(1, 9)], [undefined, undefined, undefined, []]);
    store.keep({ ...three, canonical: true }, three.validators);
    same([store.first(), store.last()], [3, 3]);
    store.close();
  });

  it("leaves its file whole when it closes, though a reader stays", () => {
    const { store, file } = filled();
    const reader = new SealStore(file, "reader");
    same(reader.last(), 3);
    store.close();
    const alone = fileOf();
    copyFileSync(file, alone);
    reader.close();
    const copy = new SealStore(alone, "reader");
    same(copy.last(), 3);
    copy.close();
  });

  it("names what is not as it was written", () => {
    const { store, file } = filled();
    store.close();
    const database = new DatabaseSync(file);
    database.exec("UPDATE seals SET seal = zeroblob(9) WHERE height = 2");
    database.exec("UPDATE sets SET validators = zeroblob(9)");
    database.close();
    const again = new SealStore(file, "reader");
    throws(() => again.at(2), StateCorruption);
    throws(() => again.validatorsOf(one.header.validatorsHash), StateCorruption);
    same(again.at(1)?.header.height, 1);
    again.close();
  });
});
