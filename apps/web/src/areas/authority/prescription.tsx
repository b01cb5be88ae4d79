import { pathwayWords } from "@meridian/pathway-screens/vocabulary";
import { PrescriptionPath } from "@meridian/prescription-screens/path-page";
import { buttonClass } from "@meridian/ui/button";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { FileKey, OctagonPause } from "lucide-react";
import { useNow } from "../../frame/live.tsx";
import { useParams } from "../../frame/routing.tsx";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";
import { words } from "./words.ts";

/** The permalink of a prescription, for everybody whom it names. */
export function PrescriptionPage() {
  const { id } = useParams() as { readonly id: string };
  const { params } = useWords(pathwayWords);
  const [asked, ask] = useAsked();
  const now = useNow();
  const session = useSession();
  return (
    <AuthorityArea>
      <PrescriptionPath
        id={id}
        now={now}
        selected={asked.get("e") ?? undefined}
        onSelect={(place) => ask({ e: place })}
        deeds={session?.authority !== undefined && <Deeds id={id} />}
        paramName={(param) => params[param as keyof typeof params] ?? param}
      />
    </AuthorityArea>
  );
}

function Deeds({ id }: { readonly id: string }) {
  const say = useWords(words);
  const rx = `?rx=${encodeURIComponent(id)}`;
  return (
    <div data-screen-only className="grid gap-2">
      <a href={`/r/holds${rx}`} className={buttonClass()}>
        <OctagonPause size={16} aria-hidden /> {say.hold}
      </a>
      <a href={`/r/warrants${rx}`} className={buttonClass()}>
        <FileKey size={16} aria-hidden /> {say.obtain}
      </a>
    </div>
  );
}
