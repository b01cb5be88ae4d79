import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { fromBase64, toBase64, toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { NodeRefusal } from "@meridian/client/desk";
import { x25519PublicKeyOf } from "@meridian/crypto/seal";
import { OWN_COPY, sealParcel } from "@meridian/vault/parcel";
import { encodeParcel } from "@meridian/vault/parcel-codec";
import { sealContent } from "@meridian/vault/sealed-document";
import { openedCopy } from "./copy.ts";
import { recoveryCodeOf } from "./recovery.ts";
import { deviceWrapping, openedSlot, passkeyWrapping, recoveryWrapping, type Slot, slotOf } from "./slots.ts";

const secret = new Uint8Array(32).fill(7);
const publicKey = toHex(x25519PublicKeyOf(secret));
const other = "ab".repeat(32);
const code = recoveryCodeOf(new Uint8Array(16).fill(3));

const wrappings = {
  passkey: () => passkeyWrapping(new Uint8Array(32).fill(1)),
  device: deviceWrapping,
  recovery: async () => {
    const wrapping = await recoveryWrapping(code, publicKey);
    yes(wrapping !== undefined);
    return wrapping;
  },
};

describe("slots of a document key", () => {
  for (const kind of ["passkey", "device", "recovery"] as const)
    it(`open by what wrapped them, ${kind}, and by nothing else`, async () => {
      const wrapping = await wrappings[kind]();
      const slot = await slotOf({ publicKey, id: "one", kind }, secret, wrapping);
      same(await openedSlot(publicKey, slot, wrapping), secret);
      same(await openedSlot(publicKey, slot, await deviceWrapping()), undefined);
      same(await openedSlot(other, slot, wrapping), undefined, "for another document key");
      same(await openedSlot(publicKey, { ...slot, id: "two" }, wrapping), undefined, "under another name");
      const moved: Slot = { ...slot, kind: kind === "device" ? "passkey" : "device" };
      same(await openedSlot(publicKey, moved, wrapping), undefined, "as another kind");
    });

  it("do not open once a bit is changed, or when they are no slots", async () => {
    const wrapping = await wrappings.passkey();
    const slot = await slotOf({ publicKey, id: "one", kind: "passkey" }, secret, wrapping);
    const data = fromBase64(slot.data) ?? new Uint8Array();
    for (let at = 0; at < data.length; at++) {
      const changed = new Uint8Array(data);
      changed[at] = (changed[at] ?? 0) ^ 1;
      same(await openedSlot(publicKey, { ...slot, data: toBase64(changed) }, wrapping), undefined);
    }
    for (const nothing of ["", "????", toBase64(data.subarray(0, 12))])
      same(await openedSlot(publicKey, { ...slot, data: nothing }, wrapping), undefined);
  });

  it("of a recovery code open however it is typed, and not by another code", async () => {
    const slot = await slotOf({ publicKey, id: "recovery", kind: "recovery" }, secret, await wrappings.recovery());
    const typed = await recoveryWrapping(code.toLowerCase().replaceAll("-", " "), publicKey);
    same(typed && (await openedSlot(publicKey, slot, typed)), secret);
    const wrong = await recoveryWrapping(recoveryCodeOf(new Uint8Array(16).fill(4)), publicKey);
    same(wrong && (await openedSlot(publicKey, slot, wrong)), undefined);
    same(await recoveryWrapping("no code", publicKey), undefined);
  });

  it("are never twice the same, and show neither key", async () => {
    const wrapping = await wrappings.device();
    const make = () => slotOf({ publicKey, id: "one", kind: "device" }, secret, wrapping);
    const [one, two] = [await make(), await make()];
    yes(one.data !== two.data);
    yes(!wrapping.extractable);
    yes(!toHex(fromBase64(one.data) ?? new Uint8Array()).includes(toHex(secret)));
  });
});

describe("a patient's own copy", () => {
  const document = utf8("处方");
  const random = { key: new Uint8Array(32).fill(1), nonce: new Uint8Array(12), salt: new Uint8Array(32).fill(2) };
  const sealedFor = (text: Uint8Array) => {
    const description = { patient: "p-1" as PersonId, custodian: "hospital" as OrganisationId, kind: "prescription" };
    const content = sealContent(text, description, random);
    const parcel = sealParcel(content, random.key, x25519PublicKeyOf(secret), OWN_COPY, new Uint8Array(32).fill(5));
    yes(parcel !== undefined);
    return { commitment: content.commitment, bytes: encodeParcel(parcel) };
  };
  const codeOf = (act: () => unknown): string | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      return error instanceof NodeRefusal ? error.refusal.code : String(error);
    }
  };

  it("opens with the patient's key as the document that the ledger names", () => {
    const { commitment, bytes } = sealedFor(document);
    same(openedCopy(bytes, secret, commitment), document);
  });
  it("opens with no other key, and not once it is changed", () => {
    const { commitment, bytes } = sealedFor(document);
    same(
      codeOf(() => openedCopy(bytes, new Uint8Array(32).fill(8), commitment)),
      "vault/parcel-damaged",
    );
    const changed = new Uint8Array(bytes);
    changed[bytes.length - 1] = (changed[bytes.length - 1] ?? 0) ^ 1;
    same(
      codeOf(() => openedCopy(changed, secret, commitment)),
      "vault/parcel-damaged",
    );
    same(
      codeOf(() => openedCopy(utf8("<html>"), secret, commitment)),
      "vault/parcel-damaged",
    );
  });
  it("is refused when it is another document than was asked for", () => {
    same(
      codeOf(() => openedCopy(sealedFor(utf8("other")).bytes, secret, sealedFor(document).commitment)),
      "vault/other-parcel",
    );
  });
});
