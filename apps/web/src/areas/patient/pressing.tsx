import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { namedPharmacy } from "@meridian/prescription-screens/patient-row";
import { courseWords } from "@meridian/prescription-screens/patient-words";
import { StatusTag } from "@meridian/prescription-screens/vocabulary";
import { buttonClass } from "@meridian/ui/button";
import { Card, Facts } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { dayText } from "@meridian/ui/text/format";
import { PackageCheck, QrCode, Truck } from "lucide-react";
import { words } from "./words.ts";

/** The prescription that wants the patient now: what it is, until when, and the one thing to do. */
export function Pressing({ row }: { readonly row: PatientPrescription }) {
  const say = useWords(words);
  const { now } = useWords(courseWords);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { id, status, organisation, pharmacy, carrier, expires_at } = row;
  const place = pharmacy ?? namedPharmacy(row);
  const todo =
    status === "ACTIVE" && namedPharmacy(row) === undefined
      ? { text: say.show, icon: <QrCode size={20} aria-hidden /> }
      : status === "IN_DELIVERY"
        ? { text: say.receive, icon: <Truck size={20} aria-hidden /> }
        : { text: say.collect, icon: <PackageCheck size={20} aria-hidden /> };
  return (
    <Card
      title={now[status]}
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <StatusTag status={status} />
          {status === "ACTIVE" && say.until(dayText(expires_at, language))}
        </span>
      }
    >
      <div className="grid gap-4" data-testid="pressing">
        <Facts
          rows={[
            [say.from, nameOf(organisation)],
            ...(place === undefined ? [] : [[say.at, nameOf(place)] as const]),
            ...(carrier === null ? [] : [[say.carrier, nameOf(carrier)] as const]),
          ]}
        />
        <a className={buttonClass("primary", "large")} href={`/p/rx/${encodeURIComponent(id)}`}>
          {todo.icon}
          {todo.text}
        </a>
      </div>
    </Card>
  );
}
