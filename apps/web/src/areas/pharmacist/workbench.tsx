import type { PrescriptionId } from "@meridian/base/ids";
import { Workbench } from "@meridian/prescription-screens/counter/workbench";
import { useDesk } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { useParams } from "../../frame/routing.tsx";
import { colleagueAt } from "./colleague.ts";
import { PharmacyPage } from "./page.tsx";
import { words } from "./words.ts";

/** `/ph/rx/:id`: the workbench of a claimed prescription. */
export function WorkbenchPage() {
  const say = useWords(words);
  const { info } = useDesk();
  const { id } = useParams() as { readonly id: PrescriptionId };
  return (
    <PharmacyPage title={say.workbench} above={{ href: "/ph/counter", label: say.counter }}>
      <Workbench key={id} id={id} colleague={colleagueAt} demonstration={info.demonstration} />
    </PharmacyPage>
  );
}
