import { Card } from "@meridian/ui/card";
import { useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import type { ReactNode } from "react";
import { words } from "./words.ts";

/** A validator as a page shows it; `kind` is a word. */
export type ShownSeat = {
  readonly organisation: string;
  readonly address: string;
  readonly power: number;
  readonly control: string;
  readonly sinceHeight: number;
  readonly kind: string;
};
/** Who signed a block, by validator address in lower case. */
export type ShownSeal = { readonly height: number; readonly signed: ReadonlySet<string> };

type Props = {
  readonly seats: readonly ShownSeat[];
  /** Heights of the strip, oldest first. */
  readonly heights: readonly number[];
  readonly seals: ReadonlyMap<number, ShownSeal>;
  readonly hrefOf: (organisation: string) => string;
  readonly aside?: ReactNode;
  /** Votes of the whole set, when not all of it is shown. */
  readonly votes?: number;
};

/** The validators, each with the strip of the latest blocks that it signed or missed. */
export function Seats({ seats, heights, seals, hrefOf, aside, votes }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const total = votes ?? seats.reduce((sum, { power }) => sum + power, 0);
  const percent = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", {
    style: "percent",
    maximumFractionDigits: 1,
  });
  const isPartly = heights.some((height) => !seals.has(height));
  return (
    <Card title={say.validators} aside={aside}>
      <ul className="divide-y divide-line">
        {seats.map(({ organisation, address, power, control, sinceHeight, kind }) => (
          <li key={address} className="grid gap-x-4 gap-y-1 py-2.5 md:grid-cols-[minmax(12rem,1fr)_minmax(0,26rem)]">
            <div className="min-w-0">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <a href={hrefOf(organisation)} className="font-medium text-brand hover:underline">
                  {nameOf(organisation)}
                </a>
                <span className="text-sm text-ink-2">{kind}</span>
              </p>
              <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-3">
                <span>
                  {say.power} {power}
                  {language === "zh" ? "，" : ", "}
                  {say.share(percent.format(total === 0 ? 0 : power / total))}
                </span>
                <span>{sinceHeight === 0 ? say.fromGenesis : say.since(sinceHeight)}</span>
                {control !== organisation && (
                  <span>
                    {say.control} {nameOf(control)}
                  </span>
                )}
                <Hash value={address} />
              </p>
            </div>
            <Strip address={address} heights={heights} seals={seals} />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-ink-3">
        {say.legend} {isPartly && say.unreadLead}
      </p>
    </Card>
  );
}

function Strip({ address, heights, seals }: Pick<Props, "heights" | "seals"> & { readonly address: string }) {
  const say = useWords(words);
  const marks = heights.map((height) => {
    const seal = seals.get(height);
    return seal === undefined ? "unread" : seal.signed.has(address) ? "signed" : "missed";
  });
  const count = (mark: (typeof marks)[number]): number => marks.filter((each) => each === mark).length;
  const [signed, missed, unread] = [count("signed"), count("missed"), count("unread")];
  const known = signed + missed;
  return (
    <div className="flex items-center gap-3">
      <div
        role="img"
        aria-label={say.strip(signed, missed, unread)}
        className="flex h-6 min-w-0 flex-1 items-stretch gap-px"
      >
        {marks.map((mark, index) => (
          <span
            key={heights[index]}
            title={`#${heights[index]} ${say[mark]}`}
            className={`flex-1 rounded-[2px] ${CELL[mark]}`}
          />
        ))}
      </div>
      <span className="w-24 shrink-0 text-right text-sm text-ink-2">
        {known === 0 ? say.reading : say.uptime(signed, known)}
      </span>
    </div>
  );
}

/** A missed block is also lower, so that it shows without colour. */
const CELL = { signed: "bg-ok", missed: "mt-3 bg-danger", unread: "bg-line" } as const;
