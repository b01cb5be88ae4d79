import { deepStrictEqual as same } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { toHex, utf8 } from "@meridian/base/bytes";
import type { KeyId, PersonId } from "@meridian/base/ids";
import { sha256 } from "@meridian/crypto/hash";
import { DocumentKeys } from "./document-keys.ts";

const PATIENT = "p-anna" as PersonId;
const keyNamed = (name: string) => toHex(sha256(utf8(name))) as KeyId;
const slotOf = (name: string) => ({ id: name, kind: "device", key: keyNamed(name), data: "AAAA" }) as const;
const keysWith = (...names: readonly string[]) => ({ publicKey: "aa".repeat(32), slots: names.map(slotOf) });

describe("document keys on disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "meridian-document-keys-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  const ended = new Set<KeyId>();
  const opened = (file = join(folder, `${files++}.db`)) => ({
    file,
    keys: new DocumentKeys(file, async (key) => ended.has(key)),
  });
  const idsIn = async (keys: DocumentKeys) => (await keys.of(PATIENT))?.slots.map(({ id }) => id);

  it("lose the slot of a key that ended for good, not only from what is given out", async () => {
    const { file, keys } = opened();
    same(await keys.put(PATIENT, keysWith("phone", "tablet")), true);
    ended.add(keyNamed("phone"));
    same(await idsIn(keys), ["tablet"]);
    ended.clear();
    keys.close();
    const again = opened(file).keys;
    same(await idsIn(again), ["tablet"]);
    again.close();
  });

  it("never write the slot of a key that has ended", async () => {
    const { keys } = opened();
    ended.add(keyNamed("phone"));
    same(await keys.put(PATIENT, keysWith("phone", "tablet")), true);
    ended.clear();
    same(await idsIn(keys), ["tablet"]);
    keys.close();
  });

  it("stay the key to which copies are sealed when no slot is left: old copies are sealed to it", async () => {
    const { keys } = opened();
    await keys.put(PATIENT, keysWith("phone"));
    ended.add(keyNamed("phone"));
    same([await idsIn(keys), keys.publicKeyOf(PATIENT)], [[], "aa".repeat(32)]);
    ended.clear();
    keys.close();
  });

  it("lose nothing that a device puts while the ledger is asked", async () => {
    const file = join(folder, `${files++}.db`);
    let meanwhile = async (): Promise<void> => {};
    const keys = new DocumentKeys(file, async (key) => {
      const act = meanwhile;
      meanwhile = async () => {};
      await act();
      return ended.has(key);
    });
    await keys.put(PATIENT, keysWith("phone", "tablet"));
    const replaces = (await keys.of(PATIENT))?.version ?? "";
    ended.add(keyNamed("phone"));
    meanwhile = async () => void (await keys.put(PATIENT, { ...keysWith("tablet", "watch"), replaces }));
    same(await idsIn(keys), ["tablet", "watch"]);
    ended.clear();
    keys.close();
  });
});
