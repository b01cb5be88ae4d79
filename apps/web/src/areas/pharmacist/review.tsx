import type { PrescriptionId } from "@meridian/base/ids";
import { PharmacistReview } from "@meridian/prescription-screens/pharmacist-review";
import { useWords } from "@meridian/ui/language";
import { useParams } from "../../frame/routing.tsx";
import { PharmacyPage } from "./page.tsx";
import { words } from "./words.ts";

/** `/ph/review/:id`: one prescription under review. */
export function Review() {
  const say = useWords(words);
  const { id } = useParams() as { readonly id: PrescriptionId };
  return (
    <PharmacyPage title={say.oneReview} above={{ href: "/ph", label: say.queue }}>
      <PharmacistReview key={id} id={id} />
    </PharmacyPage>
  );
}
