import { type AccessCode, accessCodeText } from "@meridian/client/access-code";
import { Button } from "@meridian/ui/button";
import { useWords } from "@meridian/ui/language";
import { Overlay } from "@meridian/ui/overlay";
import { QrCode } from "@meridian/ui/qr";
import { dictionary } from "@meridian/ui/text/words";
import { Copy, Maximize2, Printer } from "lucide-react";
import { useState } from "react";

const words = dictionary({
  zh: {
    label: "取药码",
    lead: "让药房扫描此码。谁看到它，谁就能替您取药，请只给药房看。",
    large: "放大",
    print: "打印",
    copy: "复制文字码",
    copied: "已复制",
  },
  en: {
    label: "Collection code",
    lead: "Let the pharmacy scan it. Whoever sees it can collect for you, so show it to the pharmacy only.",
    large: "Enlarge",
    print: "Print",
    copy: "Copy as text",
    copied: "Copied",
  },
});

/** The QR code with which a pharmacy claims the prescription, or a courier hands it over. */
export function PatientCode({ code }: { readonly code: AccessCode }) {
  const say = useWords(words);
  const [isLarge, setLarge] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const text = accessCodeText(code);
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
  };
  return (
    <figure className="grid justify-items-center gap-3" data-testid="access-code">
      <QrCode text={text} label={say.label} className="w-56 max-w-full shadow-card" />
      <figcaption className="text-center text-ink-2">{say.lead}</figcaption>
      <div data-screen-only className="flex flex-wrap justify-center gap-2">
        <Button icon={<Maximize2 size={16} aria-hidden />} onClick={() => setLarge(true)}>
          {say.large}
        </Button>
        <Button icon={<Printer size={16} aria-hidden />} onClick={() => print()}>
          {say.print}
        </Button>
        <Button icon={<Copy size={16} aria-hidden />} onClick={copy}>
          <span aria-live="polite">{isCopied ? say.copied : say.copy}</span>
        </Button>
      </div>
      <Overlay open={isLarge} onClose={() => setLarge(false)} title={say.label}>
        <QrCode text={text} label={say.label} className="w-full" />
      </Overlay>
    </figure>
  );
}
