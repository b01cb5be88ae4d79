import { vocabulary } from "@meridian/prescription-screens/vocabulary";
import { Button } from "@meridian/ui/button";
import { useDesk } from "@meridian/ui/desk/context";
import { Select } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { useAsked } from "./address.ts";
import { FILTERS } from "./rows.ts";
import { words } from "./words.ts";

/** Kinds of members that write or fill prescriptions. */
const CARE: ReadonlySet<string> = new Set(["hospital", "clinic", "pharmacy"]);

/** District, institution and pathway, kept in the address. */
export function Filters() {
  const say = useWords(words);
  const { pathway: pathways } = useWords(vocabulary);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const [asked, ask] = useAsked();
  const all = { value: "", label: say.filters.all };
  const districts = new Map(
    directory.organisations.flatMap(({ district }) => (district ? [[district.en, district]] : [])),
  );
  const options = {
    district: [all, ...[...districts.values()].map((each) => ({ value: each.en, label: each[language] }))],
    institution: [
      all,
      ...directory.organisations
        .filter(({ kind }) => CARE.has(kind))
        .map((each) => ({ value: each.id as string, label: each[language] })),
    ],
    pathway: [all, ...Object.entries(pathways).map(([value, label]) => ({ value, label }))],
  };
  const isFiltered = FILTERS.some((name) => asked.has(name));
  return (
    <div data-screen-only className="grid grid-cols-1 items-end gap-3 sm:grid-cols-[repeat(3,minmax(0,14rem))_auto]">
      {FILTERS.map((name) => (
        <Select
          key={name}
          label={say.filters[name]}
          options={options[name]}
          value={asked.get(name) ?? ""}
          onChange={(event) => ask({ [name]: event.target.value })}
        />
      ))}
      {isFiltered && (
        <Button
          look="quiet"
          className="justify-self-start"
          onClick={() => ask({ district: undefined, institution: undefined, pathway: undefined })}
        >
          {say.filters.clear}
        </Button>
      )}
    </div>
  );
}
