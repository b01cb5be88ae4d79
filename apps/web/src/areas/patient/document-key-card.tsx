import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint } from "lucide-react";
import { useEffect, useState } from "react";

const words = dictionary({
  zh: {
    title: "先为您的文件配一把钥匙",
    lead: "有了它，医院新开的处方会加密一份给您，只有您能打开；取药码也在里面。需要再确认一次指纹或面容。",
    make: "配好钥匙",
    failed: "没有配成。可能是这个通行密钥不支持解锁文件，可在“密钥”页添加设备密钥。",
  },
  en: {
    title: "First, a key for your documents",
    lead: "With it, hospitals seal a copy of what they prescribe to you, which only you can open; the collection code is in it. It asks for your fingerprint or face once more.",
    make: "Make the key",
    failed: "It did not work. Perhaps this passkey cannot unlock documents; add a device key on the keys page.",
  },
});

/** Whether custodians know a key to which they seal this patient's copies. */
function useHasDocumentKey(patient: string | undefined) {
  const { node } = useDesk();
  return useQuery({
    queryKey: ["document-keys", patient],
    enabled: patient !== undefined,
    queryFn: async () => {
      try {
        await node.ask("GET", "/v1/documents/keys");
        return true;
      } catch (error) {
        if (error instanceof NodeRefusal && error.refusal.code === "desk/no-document-key") return false;
        throw error;
      }
    },
  });
}

/**
 * Sees to it that there is a key for the patient's documents before the first is written: silently with a key of this
 * device, after a gesture with a passkey. Shows nothing once there is one.
 */
export function DocumentKeyCard() {
  const say = useWords(words);
  const { sessions } = useDesk();
  const session = useSession();
  const queries = useQueryClient();
  const has = useHasDocumentKey(holderIdOf(session));
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Refusal | "failed">();
  const lacks = has.data === false;
  const signer = session?.signer;

  const make = async (): Promise<void> => {
    setBusy(true);
    setTold(undefined);
    try {
      if ((await sessions.documentKey()) === undefined) setTold("failed");
      await queries.invalidateQueries({ queryKey: ["document-keys"] });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setTold(error.refusal);
    } finally {
      setBusy(false);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it shows that there is none
  useEffect(() => {
    if (lacks && signer === "device") void make();
  }, [lacks, signer]);
  if (!lacks || signer !== "passkey") return null;
  return (
    <Card title={say.title}>
      <div className="grid gap-3" aria-live="polite">
        <p className="text-ink-2">{say.lead}</p>
        <Button
          look="primary"
          size="large"
          busy={busy}
          icon={<Fingerprint size={18} aria-hidden />}
          onClick={make}
          data-testid="make-document-key"
        >
          {say.make}
        </Button>
        {told === "failed" && <p className="text-danger">{say.failed}</p>}
        {typeof told === "object" && <RefusalText refusal={told} />}
      </div>
    </Card>
  );
}
