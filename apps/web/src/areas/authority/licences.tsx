import { Licences } from "@meridian/credential-screens/licences";
import { useNow } from "../../frame/live.tsx";
import { useHouse } from "./acting-as.ts";
import { useAsked } from "./address.ts";
import { AuthorityArea } from "./area.tsx";

/** The public register of licences; an authority suspends and revokes here. */
export function LicencesPage() {
  const [asked, ask] = useAsked();
  const now = useNow();
  const house = useHouse();
  return (
    <AuthorityArea>
      <Licences
        house={house}
        now={now}
        query={{ q: asked.get("q") ?? "", kind: asked.get("kind") ?? "", status: asked.get("status") ?? "" }}
        onQuery={(patch) => ask(patch)}
      />
    </AuthorityArea>
  );
}
