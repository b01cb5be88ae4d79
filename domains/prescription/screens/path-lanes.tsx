import { useLanguage, useWords } from "@meridian/ui/language";
import type { MouseEvent } from "react";
import { LANES, lanesOf, type PathEvent, type PathRow, placeOf } from "./path-row.tsx";
import type { Lateness } from "./path-rules.ts";
import { pathWords, spanText } from "./path-words.ts";
import { vocabulary } from "./vocabulary.tsx";

const LEFT = 96;
const STEP = 92;
const LANE_HEIGHT = 68;
const TOP = 30;

type Props = {
  readonly row: PathRow;
  readonly events: readonly PathEvent[];
  readonly lateness: readonly Lateness[];
  readonly selected: string | undefined;
  readonly onSelect: (place: string) => void;
};

/** Who did what, one lane a party, from left to right; what was late is drawn in red with the rule that it broke. */
export function PathLanes({ row, events, lateness, selected, onSelect }: Props) {
  const say = useWords(pathWords);
  const { language } = useLanguage();
  const lanes = lanesOf(events, row.patient);
  const shown = LANES.filter((lane) => lanes.includes(lane));
  const width = LEFT + STEP * Math.max(4, events.length) + 12;
  const height = TOP + LANE_HEIGHT * shown.length + 18;
  const spotOf = (at: number) => ({
    x: LEFT + STEP * at + STEP / 2,
    y: TOP + LANE_HEIGHT * shown.indexOf(lanes[at] ?? "hospital") + 10,
  });
  const lateBefore = (event: PathEvent): Lateness | undefined => lateness.find(({ until }) => until === event);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={say.graph}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset */}
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={say.graph}>
        {shown.map((lane, index) => (
          <g key={lane}>
            <line
              x1={LEFT}
              x2={width}
              y1={TOP + LANE_HEIGHT * index + 10}
              y2={TOP + LANE_HEIGHT * index + 10}
              className="stroke-line"
            />
            <text x={4} y={TOP + LANE_HEIGHT * index + 15} className="fill-ink-2 text-sm">
              {say.lanes[lane]}
            </text>
          </g>
        ))}
        {events.slice(1).map((event, before) => {
          const [from, to] = [spotOf(before), spotOf(before + 1)];
          const middle = (from.x + to.x) / 2;
          const late = lateBefore(event);
          return (
            <g key={placeOf(event)}>
              <path
                d={`M${from.x} ${from.y} C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`}
                fill="none"
                strokeWidth={2}
                className={late === undefined ? "stroke-brand" : "stroke-danger"}
                strokeDasharray={late === undefined ? undefined : "5 4"}
              />
              <text
                x={middle}
                y={14}
                textAnchor="middle"
                className={`text-[11px] ${late === undefined ? "fill-ink-3" : "fill-danger font-semibold"}`}
              >
                {late === undefined ? "" : `${late.transition} `}+
                {spanText(event.time - (events[before]?.time ?? 0), language)}
              </text>
            </g>
          );
        })}
        {events.map((event, at) => (
          <Node
            key={placeOf(event)}
            event={event}
            spot={spotOf(at)}
            isSelected={selected === placeOf(event)}
            isLate={lateness.some(({ after, until }) => until === event || (after === event && until === undefined))}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </section>
  );
}

type NodeProps = {
  readonly event: PathEvent;
  readonly spot: { readonly x: number; readonly y: number };
  readonly isSelected: boolean;
  readonly isLate: boolean;
  readonly onSelect: (place: string) => void;
};

function Node({ event, spot: { x, y }, isSelected, isLate, onSelect }: NodeProps) {
  const say = useWords(vocabulary);
  const { late } = useWords(pathWords);
  const { language } = useLanguage();
  const name = say.event[event.type as keyof typeof say.event] ?? event.type;
  const time = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(event.time * 1_000);
  const open = (click: MouseEvent): void => {
    click.preventDefault();
    onSelect(placeOf(event));
  };
  const ring = isLate ? "stroke-danger" : "stroke-brand";
  const fill = isSelected ? (isLate ? "fill-danger" : "fill-brand") : "fill-surface";
  return (
    <a
      href={`?e=${placeOf(event)}`}
      onClick={open}
      aria-current={isSelected ? "step" : undefined}
      className="cursor-pointer"
    >
      {isLate && <title>{late}</title>}
      <circle cx={x} cy={y} r={17} className="fill-transparent" />
      <circle cx={x} cy={y} r={9} strokeWidth={2.5} className={`${ring} ${fill}`} />
      {isSelected && <path d={`M${x - 4} ${y} l3 3 l5 -6`} fill="none" strokeWidth={2} className="stroke-on-brand" />}
      <text
        textAnchor="middle"
        strokeWidth={4}
        paintOrder="stroke"
        className={`fill-ink stroke-surface text-[12px] ${isSelected ? "font-semibold" : ""}`}
      >
        {wrapped(name, language === "zh" ? 7 : 14).map((part, line) => (
          <tspan key={part} x={x} y={y + 26 + line * 13}>
            {part}
          </tspan>
        ))}
        <tspan
          x={x}
          y={y + 26 + wrapped(name, language === "zh" ? 7 : 14).length * 13}
          className="fill-ink-3 text-[11px]"
        >
          {time}
        </tspan>
      </text>
    </a>
  );
}

/** At most two lines, broken between words where there are any. */
function wrapped(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const space = text.lastIndexOf(" ", width);
  const at = space > 0 ? space : width;
  const rest = text.slice(at).trim();
  return [text.slice(0, at), rest.length <= width + 2 ? rest : `${rest.slice(0, width)}…`];
}
