import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { listText } from "@meridian/ui/text/list";
import { CAPABILITY_WORDS, coalitionsOf, TOLERANCE_WORDS } from "@meridian/validator/coalitions";
import type { Seat } from "@meridian/validator/schema";
import { words } from "./words.ts";

/** What the set of validators tolerates, and who together could break what. */
export function CoalitionCard({ seats }: { readonly seats: readonly Pick<Seat, "organisation" | "control">[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { validators, quorum, tolerated, tolerance, capabilities } = coalitionsOf(seats);
  return (
    <Card title={say.coalitions}>
      <p className="text-lg">
        {say.seats(validators, quorum)} {say.tolerates(tolerated)}
      </p>
      <p className="mt-1 text-ink-2">{TOLERANCE_WORDS[tolerance][language]}</p>
      <dl className="mt-4 grid gap-3">
        {capabilities.map(({ capability, seats: needed, organisations, controls }) => (
          <div key={capability}>
            <dt className="font-medium">
              {say.capability[capability]}
              <span className="font-normal text-ink-2">
                {language === "zh" ? "：" : " "}
                {say.takes(needed, organisations.smallest, controls.smallest)}
              </span>
            </dt>
            <dd className="text-sm text-ink-2">
              {CAPABILITY_WORDS[capability][language]}
              {organisations.smallest === 1 && organisations.first[0] !== undefined && (
                <span className="block text-danger">{listText(organisations.first[0].map(nameOf), language)}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
