import { pathwayWords } from "@meridian/pathway-screens/vocabulary";
import { PrescriptionPath } from "@meridian/prescription-screens/path-page";
import { useWords } from "@meridian/ui/language";
import { useParams } from "@tanstack/react-router";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";
import { useNow } from "./rows.ts";

/** The permalink of a prescription, for everybody whom it names. */
export function PrescriptionPage() {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { params } = useWords(pathwayWords);
  const [asked, ask] = useAsked();
  const now = useNow();
  return (
    <AuthorityArea>
      <PrescriptionPath
        id={id}
        now={now}
        selected={asked.get("e") ?? undefined}
        onSelect={(place) => ask({ e: place })}
        paramName={(param) => params[param as keyof typeof params] ?? param}
      />
    </AuthorityArea>
  );
}
