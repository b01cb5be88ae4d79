import { useWords } from "@meridian/ui/language";
import { Check, X } from "lucide-react";
import type { Seal } from "./known-seals.ts";
import { useValidatorNames } from "./validator-names.ts";
import { words } from "./words.ts";

/** The validators of a block by name, each with whether it signed. */
export function Signers({ seal }: { readonly seal: Seal }) {
  const say = useWords(words);
  const nameOf = useValidatorNames();
  return (
    <>
      <p className="font-medium">{say.signers(seal.signed.size, seal.validators.length)}</p>
      <ul className="mt-2 grid gap-1">
        {seal.validators.map(({ address }) => (
          <li key={address} className="flex gap-2">
            {seal.signed.has(address) ? (
              <Check size={17} className="mt-1 shrink-0 text-ok" aria-hidden />
            ) : (
              <X size={17} className="mt-1 shrink-0 text-danger" aria-hidden />
            )}
            <span>
              {nameOf(address)}
              {address === seal.proposer && <span className="text-ink-3"> · {say.proposer}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
