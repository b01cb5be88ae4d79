import type { Directory } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { useDesk } from "@meridian/ui/desk/context";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { numberText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { Check, Store } from "lucide-react";
import { useState } from "react";

type Organisation = Directory["organisations"][number];

const words = dictionary({
  zh: {
    search: "按药店名称或城区查找",
    lead: "去哪家由您决定，到店出示取药码即可。选择只记在这台设备上，不写入账本。",
    away: (far: string) => `距医院约 ${far}`,
    choose: "去这家",
    chosen: "已选",
    none: "没有符合的药店",
    more: (count: number) => `再显示 ${count} 家`,
    km: "公里",
    m: "米",
  },
  en: {
    search: "Find by name or district",
    lead: "You decide where to go: just show the collection code there. The choice stays on this device, not on the ledger.",
    away: (far: string) => `about ${far} from the hospital`,
    choose: "Go here",
    chosen: "Chosen",
    none: "No pharmacy matches",
    more: (count: number) => `Show ${count} more`,
    km: "km",
    m: "m",
  },
});

const SHOWN = 6;
type Measured = { readonly pharmacy: Organisation; readonly metres: number | undefined };

/** The plane of a directory is 1,000 wide and stands for a city of 20 km. */
const METRES_OF_STEP = 20;

/** Metres as the crow flies between two places of the directory. */
function metresBetween(a: Organisation | undefined, b: Organisation | undefined): number | undefined {
  if (a?.x === undefined || a.y === undefined || b?.x === undefined || b.y === undefined) return undefined;
  return Math.round(Math.hypot(a.x - b.x, a.y - b.y) * METRES_OF_STEP);
}

type Props = {
  /** Where the way begins. */
  readonly from: string;
  readonly chosen: string | undefined;
  readonly onChoose: (pharmacy: string) => void;
};

/** Pharmacies by their distance from the hospital. */
export function PatientPharmacies({ from, chosen, onChoose }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const [sought, setSought] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const start = directory.organisations.find(({ id }) => id === from);
  const found = directory.organisations
    .filter(({ kind }) => kind === "pharmacy")
    .filter(({ zh, en, district }) => {
      const text = `${zh} ${en} ${district?.zh ?? ""} ${district?.en ?? ""}`.toLowerCase();
      return text.includes(sought.trim().toLowerCase());
    })
    .map((pharmacy): Measured => ({ pharmacy, metres: metresBetween(start, pharmacy) }))
    .sort((a, b) => (a.metres ?? Number.MAX_SAFE_INTEGER) - (b.metres ?? Number.MAX_SAFE_INTEGER));
  const far = (metres: number): string =>
    metres < 1_000
      ? `${numberText(metres, language)} ${say.m}`
      : `${numberText(Math.round(metres / 100) / 10, language)} ${say.km}`;
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">{say.lead}</p>
      <Field type="search" label={say.search} value={sought} onChange={(event) => setSought(event.target.value)} />
      {found.length === 0 && <Empty title={say.none} />}
      <ul className="grid gap-2">
        {found.slice(0, shown).map(({ pharmacy, metres }) => (
          <li key={pharmacy.id} className="flex items-center gap-3 rounded-control bg-sunken p-3">
            <Store size={22} className="shrink-0 text-brand" aria-hidden />
            <div className="min-w-0 flex-1">
              <p className="font-medium">{pharmacy[language]}</p>
              <p className="text-sm text-ink-2">
                {[pharmacy.district?.[language], metres !== undefined && say.away(far(metres))]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </div>
            <Button
              look={chosen === pharmacy.id ? "quiet" : "secondary"}
              aria-pressed={chosen === pharmacy.id}
              aria-label={`${say.choose}: ${pharmacy[language]}`}
              icon={chosen === pharmacy.id ? <Check size={16} aria-hidden /> : undefined}
              onClick={() => onChoose(pharmacy.id)}
            >
              {chosen === pharmacy.id ? say.chosen : say.choose}
            </Button>
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <Button onClick={() => setShown(shown + SHOWN)}>{say.more(Math.min(SHOWN, found.length - shown))}</Button>
      )}
    </div>
  );
}
