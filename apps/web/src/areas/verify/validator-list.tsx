import type { Facts } from "@meridian/proof/verify";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { shortened } from "@meridian/ui/text/format";
import { Check, Scale, X } from "lucide-react";
import { useSeatRows } from "../operator/validator-names.ts";
import { words } from "./words.ts";

/** The validators by name, courts and arbitrators marked, each with whether it signed. */
export function ValidatorList({ facts }: { readonly facts: Facts }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const seats = useSeatRows();
  return (
    <Card title={say.validators}>
      <ul className="grid gap-1.5">
        {facts.validators.map(({ address, signed, name, namedBy }) => {
          const seat = seats?.find((each) => each.address === address);
          const member = directory.organisations.find(({ id }) => id === seat?.organisation);
          const kind = member?.kind;
          return (
            <li key={address} className="flex flex-wrap items-center gap-x-2">
              {signed ? (
                <Check size={17} className="shrink-0 text-ok" aria-hidden />
              ) : (
                <X size={17} className="shrink-0 text-danger" aria-hidden />
              )}
              <span className="sr-only">{signed ? say.didSign : say.didNot}</span>
              <span>{member?.[language] ?? name ?? shortened(address)}</span>
              {(kind === "court" || kind === "arbitration") && (
                <Tag tone="brand" icon={<Scale size={13} aria-hidden />}>
                  {say[kind]}
                </Tag>
              )}
              {member === undefined && namedBy === "file" && <span className="text-sm text-ink-3">{say.claimed}</span>}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
