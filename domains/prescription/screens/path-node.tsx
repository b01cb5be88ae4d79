import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { VerifyButton } from "@meridian/ui/desk/proof";
import { Reading, useAsk, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Seal } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { KeyRound } from "lucide-react";
import { useEffect, useRef } from "react";
import { PathFields } from "./path-fields.tsx";
import { type PathEvent, placeOf } from "./path-row.tsx";
import { pathWords } from "./path-words.ts";
import { vocabulary } from "./vocabulary.tsx";

/** One step opened: what it says, who signed it, and the proof. */
export function PathNode({ event, isAsked }: { readonly event: PathEvent; readonly isAsked: boolean }) {
  const say = useWords(pathWords);
  const names = useWords(vocabulary);
  const { addresses } = useDesk();
  const { language } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  const place = placeOf(event);
  const name = names.event[event.type as keyof typeof names.event] ?? event.type;
  useEffect(() => {
    if (isAsked && place !== "") heading.current?.focus({ preventScroll: window.innerWidth >= 1_024 });
  }, [isAsked, place]);
  return (
    <section className="rounded-card bg-surface p-4 shadow-card sm:p-5" data-testid="path-node">
      <p className="text-sm text-ink-2">{say.chosen}</p>
      <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
        {name}
      </h2>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
        <time dateTime={new Date(event.time * 1_000).toISOString()}>{timeText(event.time, language)}</time>
        <a className="text-brand hover:underline" href={addresses.block(event.height)}>
          #{event.height}
        </a>
        <Seal height={event.height} />
      </p>
      <div data-screen-only className="mt-2">
        <VerifyButton
          of={{ type: "place", height: event.height, position: event.position }}
          name={`${event.prescription}-${place}`}
        />
      </div>
      <h3 className="mt-4 mb-1 font-semibold">{say.fields}</h3>
      <PathFields detail={event.detail} />
      <h3 className="mt-4 mb-1 font-semibold">{say.signatures}</h3>
      <Signatures event={event} />
    </section>
  );
}

type SignedFile = {
  readonly transaction?: { readonly signatures?: readonly { readonly kind: string; readonly key: string }[] };
};

function Signatures({ event: { height, position } }: { readonly event: PathEvent }) {
  const say = useWords(pathWords);
  const file = useAsk<SignedFile>(["signatures", height, position], `/v1/evidence/events/${height}/${position}`);
  return (
    <Reading of={file} lines={2}>
      {({ transaction }) =>
        transaction?.signatures === undefined ? (
          <p className="text-ink-2">{say.genesis}</p>
        ) : (
          <ul className="grid gap-2">
            {transaction.signatures.map(({ kind, key }) => (
              <SignedBy key={key} kind={kind} publicKey={key} />
            ))}
          </ul>
        )
      }
    </Reading>
  );
}

/** The holder of a key as the register of keys has it; a key that nobody registered is that of a patient's code. */
function SignedBy({ kind, publicKey }: { readonly kind: string; readonly publicKey: string }) {
  const say = useWords(pathWords);
  const nameOf = useNameOf();
  const keys = useRows("keys", { where: { public_key: publicKey }, limit: 1 });
  const holder = keys.data?.rows[0]?.["holder"];
  return (
    <li className="flex gap-2 text-sm">
      <KeyRound size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0">
        {typeof holder === "string" ? say.ofHolder(kind, nameOf(holder)) : kind} <Hash value={publicKey} />
      </span>
    </li>
  );
}
