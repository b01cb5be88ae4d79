import type { PrescriptionId } from "@meridian/base/ids";
import { Deliver } from "@meridian/prescription-screens/counter/deliver";
import { Deliveries } from "@meridian/prescription-screens/counter/deliveries";
import { useWords } from "@meridian/ui/language";
import { Overlay } from "@meridian/ui/overlay";
import { Empty } from "@meridian/ui/states";
import { shortened } from "@meridian/ui/text/format";
import { go, useAsked } from "../../frame/routing.tsx";
import { PharmacyPage, useHouses } from "./page.tsx";
import { words } from "./words.ts";

/** `/ph/deliveries`: what is under way; `?deliver=` opens one at the door. */
export function DeliveriesPage() {
  const say = useWords(words);
  return (
    <PharmacyPage title={say.deliveriesTitle}>
      <UnderWay />
    </PharmacyPage>
  );
}

function UnderWay() {
  const say = useWords(words);
  const { counters, carriers } = useHouses();
  const deliver = (useAsked().get("deliver") ?? undefined) as PrescriptionId | undefined;
  const open = (id: string | undefined): void =>
    go(id === undefined ? "/ph/deliveries" : `/ph/deliveries?deliver=${encodeURIComponent(id)}`);
  if (counters.length + carriers.length === 0)
    return <Empty title={say.deliveriesNone}>{say.deliveriesNoneNext}</Empty>;
  return (
    <>
      <Deliveries
        counters={counters}
        carriers={carriers}
        onDeliver={open}
        benchOf={(id) => `/ph/rx/${encodeURIComponent(id)}`}
      />
      <Overlay
        from="side"
        open={deliver !== undefined}
        onClose={() => open(undefined)}
        title={`${say.deliver} ${shortened(deliver ?? "")}`}
      >
        {deliver !== undefined && (
          <Deliver key={deliver} id={deliver} houses={[...carriers, ...counters]} onDone={() => open(undefined)} />
        )}
      </Overlay>
    </>
  );
}
