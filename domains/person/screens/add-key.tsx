import type { PersonId } from "@meridian/base/ids";
import { NodeRefusal, type OwnKey, type Refusal, signingKeyOf } from "@meridian/client/desk";
import type { Signer } from "@meridian/client/signer";
import { Button } from "@meridian/ui/button";
import { useAct } from "@meridian/ui/desk/act";
import { mayHaveHappened } from "@meridian/ui/desk/acting";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, KeyRound } from "lucide-react";
import { useState } from "react";
import { deed } from "./deed.ts";

const words = dictionary({
  zh: {
    title: "添加第二把密钥",
    lead: "新旧两把密钥会一起签名，证明都在您手里。",
    label: "给新密钥起个名字",
    labelDefault: "备用密钥",
    passkey: "添加通行密钥",
    device: "添加设备密钥",
    failed: "密钥没有建成。可能是取消了指纹或面容确认，请重试。",
    added: "已添加。它现在可以代表您登录和签名。",
    says: (label: string, kind: string) => `我添加一把${kind}“${label}”，它从此可以代表我签名。`,
    kind: { passkey: "通行密钥", device: "设备密钥" },
  },
  en: {
    title: "Add a second key",
    lead: "The old key and the new one sign together, which proves that both are in your hands.",
    label: "Name of the new key",
    labelDefault: "Spare key",
    passkey: "Add a passkey",
    device: "Add a device key",
    failed: "The key was not made. Perhaps the fingerprint or face was not confirmed; try again.",
    added: "Added. It can now sign in and sign as you.",
    says: (label: string, kind: string) => `I add the ${kind} “${label}”, which can sign as me from now on.`,
    kind: { passkey: "passkey", device: "device key" },
  },
});

type Props = {
  readonly person: PersonId;
  readonly frozen: boolean;
  /** How a key of this browser signs that no session is open with. */
  readonly signerOf: (key: OwnKey) => Signer;
  /** After the key is on the ledger: lets it open documents too. */
  readonly onAdded: (key: OwnKey) => Promise<void>;
};

type Told = { readonly refusal: Refusal } | "failed" | "added" | undefined;

/** Makes another key here and puts it on the ledger, signed by both. A key that the ledger refused is forgotten again. */
export function AddKey({ person, frozen, signerOf, onAdded }: Props) {
  const say = useWords(words);
  const { sessions } = useDesk();
  const queries = useQueryClient();
  const act = useAct();
  const [label, setLabel] = useState("");
  const [busy, setBusy] = useState<OwnKey["kind"]>();
  const [told, setTold] = useState<Told>();
  const passkeys = useQuery({ queryKey: ["passkeys"], queryFn: () => sessions.passkeys() });

  const make = async (kind: OwnKey["kind"]): Promise<Told> => {
    const named = label.trim() === "" ? say.labelDefault : label.trim();
    let key: OwnKey | undefined;
    try {
      key = await sessions.makeKey(kind, named);
    } catch (error) {
      return error instanceof NodeRefusal ? { refusal: error.refusal } : "failed";
    }
    const { publicKey } = key;
    const acted = await act({
      commands: [deed({ type: "addKey", id: person, key: signingKeyOf(key) })],
      says: { zh: words.zh.says(named, words.zh.kind[kind]), en: words.en.says(named, words.en.kind[kind]) },
      hands: { with: [signerOf(key)] },
      others: { zh: `新密钥“${named}”`, en: `the new key “${named}”` },
    });
    if (!mayHaveHappened(acted)) {
      await sessions.forgetKey(publicKey);
      return undefined;
    }
    await onAdded(key);
    setLabel("");
    return acted?.status === "committed" ? "added" : undefined;
  };
  const add = (kind: OwnKey["kind"]) => async (): Promise<void> => {
    setBusy(kind);
    setTold(undefined);
    setTold(await make(kind));
    await queries.invalidateQueries({ queryKey: ["own-keys"] });
    setBusy(undefined);
  };
  return (
    <section className="mt-4 grid gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">{say.title}</h3>
      <p className="text-ink-2">{say.lead}</p>
      <Field label={say.label} maxLength={40} value={label} onChange={(event) => setLabel(event.target.value)} />
      <div className="grid gap-2">
        {passkeys.data?.possible === true && (
          <Button
            look="primary"
            size="large"
            busy={busy !== undefined}
            disabled={frozen}
            icon={<Fingerprint size={18} aria-hidden />}
            onClick={add("passkey")}
            data-testid="add-passkey"
          >
            {say.passkey}
          </Button>
        )}
        <Button
          size="large"
          busy={busy !== undefined}
          disabled={frozen}
          icon={<KeyRound size={18} aria-hidden />}
          onClick={add("device")}
          data-testid="add-device-key"
        >
          {say.device}
        </Button>
      </div>
      <div aria-live="polite">
        {told === "added" && <p className="text-ok">{say.added}</p>}
        {told === "failed" && <p className="text-danger">{say.failed}</p>}
        {typeof told === "object" && <RefusalText refusal={told.refusal} />}
      </div>
    </section>
  );
}
