import type { Directory } from "@meridian/client/desk";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { networkWords } from "@meridian/ui/text/network";
import { useAsked } from "./address.ts";
import { DISTRICTS, RIVER, SIZE } from "./map-layout.ts";
import type { Prescription } from "./rows.ts";
import { words } from "./words.ts";

type Member = Directory["organisations"][number];
type Placed = Member & { readonly x: number; readonly y: number };
type Flow = { readonly from: Placed; readonly to: Placed; readonly count: number };

const isPlaced = (member: Member): member is Placed => member.x !== undefined && member.y !== undefined;
const NAMED: ReadonlySet<string> = new Set(["hospital", "clinic", "pharmacy"]);

/** How many prescriptions went from where they were written to where they were filled, the most first. */
export function flowsIn(rows: readonly Prescription[], members: readonly Placed[]): readonly Flow[] {
  const counts = new Map<string, Flow>();
  for (const { organisation, pharmacy } of rows) {
    const from = members.find(({ id }) => id === organisation);
    const to = members.find(({ id }) => id === pharmacy);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${organisation} ${pharmacy}`;
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

export const placedIn = ({ organisations }: Directory): readonly Placed[] => organisations.filter(isPlaced);

/** The region drawn by itself, without a tile server: districts, members, and where prescriptions go. */
export function RegionMap({ rows }: { readonly rows: readonly Prescription[] }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const [asked, ask] = useAsked();
  const members = placedIn(directory);
  const flows = flowsIn(rows, members);
  const most = flows[0]?.count ?? 1;
  const chosen = asked.get("district");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset
    <svg
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="group"
      aria-label={say.mapLabel}
      className="w-full min-w-[36rem]"
      data-testid="map"
    >
      {DISTRICTS.map(({ outline, ...district }) => (
        <g key={district.en}>
          <polygon
            points={outline.map((point) => point.join(",")).join(" ")}
            className={`stroke-line ${chosen === district.en ? "fill-brand-soft" : "fill-canvas"}`}
            strokeWidth={3}
          />
        </g>
      ))}
      <path d={RIVER} fill="none" strokeWidth={16} strokeLinecap="round" className="stroke-info-soft" />
      {DISTRICTS.map(({ label: [x, y], ...district }) => (
        <text key={district.en} x={x} y={y} textAnchor="middle" className="fill-ink-3 text-[26px]">
          {district[language]}
        </text>
      ))}
      {flows.map(({ from, to, count }) => (
        <path
          key={`${from.id} ${to.id}`}
          d={arcOf(from, to)}
          fill="none"
          strokeWidth={2 + (8 * count) / most}
          strokeLinecap="round"
          className="stroke-brand opacity-35"
        />
      ))}
      {members.map((member) => (
        <Point
          key={member.id}
          member={member}
          count={rows.filter(({ organisation, pharmacy }) => [organisation, pharmacy].includes(member.id)).length}
          isNameAbove={isAbove(member, members)}
          isChosen={asked.get("institution") === member.id}
          onChoose={() => ask({ institution: asked.get("institution") === member.id ? undefined : member.id })}
        />
      ))}
    </svg>
  );
}

type PointProps = {
  readonly member: Placed;
  readonly count: number;
  /** Its name stands above, for another member is below. */
  readonly isNameAbove: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function Point({ member, count, isNameAbove, isChosen, onChoose }: PointProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const { id, kind, x, y, district } = member;
  const kinds: Readonly<Record<string, string>> = useWords(networkWords).kind;
  const kindName = kinds[kind] ?? say.otherKind;
  const name = nameOf(id);
  const isNamed = NAMED.has(kind) || isChosen;
  return (
    <a
      href={`?institution=${id}`}
      aria-label={say.pointText(name, kindName, district?.[language] ?? "–", numberText(count, language))}
      aria-current={isChosen ? "true" : undefined}
      className="group cursor-pointer"
      onClick={(event) => {
        event.preventDefault();
        onChoose();
      }}
    >
      <title>{say.pointText(name, kindName, district?.[language] ?? "–", numberText(count, language))}</title>
      <circle cx={x} cy={y} r={30} className="fill-transparent" />
      <Mark kind={kind} x={x} y={y} isChosen={isChosen} />
      <text
        x={x}
        y={isNameAbove ? y - 26 : y + 42}
        textAnchor="middle"
        strokeWidth={6}
        paintOrder="stroke"
        className={`fill-ink stroke-surface text-[21px] ${isNamed ? "" : "opacity-0 group-hover:opacity-100 group-focus:opacity-100"}`}
      >
        {name}
      </text>
    </a>
  );
}

/** Hospitals are squares, pharmacies circles, authorities and courts diamonds, all others small rings. */
export function Mark({
  kind,
  x,
  y,
  isChosen = false,
}: {
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly isChosen?: boolean;
}) {
  const fill = isChosen ? "fill-seal" : "fill-brand";
  const common = `${fill} stroke-surface group-focus:stroke-ink`;
  if (kind === "hospital" || kind === "clinic") {
    const size = kind === "hospital" ? 30 : 22;
    return (
      <rect x={x - size / 2} y={y - size / 2} width={size} height={size} rx={6} strokeWidth={4} className={common} />
    );
  }
  if (kind === "pharmacy") return <circle cx={x} cy={y} r={14} strokeWidth={4} className={common} />;
  if (/commission|authority|court|arbitration/.test(kind))
    return (
      <path
        d={`M${x} ${y - 17} l17 17 l-17 17 l-17 -17 z`}
        strokeWidth={4}
        className={`stroke-surface group-focus:stroke-ink ${isChosen ? "fill-seal" : "fill-ink-2"}`}
      />
    );
  return (
    <circle
      cx={x}
      cy={y}
      r={9}
      strokeWidth={5}
      className={`fill-surface group-focus:stroke-ink ${isChosen ? "stroke-seal" : "stroke-ink-3"}`}
    />
  );
}

const isNear = (upper: Placed, lower: Placed, far: number): boolean =>
  upper.id !== lower.id && Math.abs(lower.x - upper.x) < 200 && lower.y >= upper.y && lower.y - upper.y < far;

/** A name stands above its member where another named one is just below, unless there is one above as well. */
function isAbove(member: Placed, members: readonly Placed[]): boolean {
  const named = members.filter(({ kind }) => NAMED.has(kind));
  return named.some((other) => isNear(member, other, 75)) && !named.some((other) => isNear(other, member, 110));
}

/** Bent to its left, so that there and back are two lines. */
function arcOf(from: Placed, to: Placed): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = { x: (from.x + to.x) / 2 - dy * 0.18, y: (from.y + to.y) / 2 + dx * 0.18 };
  return `M${from.x} ${from.y} Q${bend.x} ${bend.y} ${to.x} ${to.y}`;
}
