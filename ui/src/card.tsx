import type { ReactNode } from "react";

type CardProps = {
  readonly title?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Heading level of the title. Default 2. */
  readonly level?: 2 | 3;
};

/** A section with a heading. */
export function Card({ title, aside, children, className = "", level = 2 }: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={`min-w-0 rounded-card bg-surface p-4 shadow-card sm:p-5 ${className}`}>
      {(title !== undefined || aside !== undefined) && (
        <header className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <Heading className="text-lg font-semibold">{title}</Heading>
          {aside !== undefined && <div className="text-ink-2 text-sm">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** Names and values, such as a summary of an order. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a summary neither move nor keep state
        <div key={index} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One figure with its name. */
export function Stat({
  name,
  value,
  note,
}: {
  readonly name: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div>
      <div className="text-ink-2 text-sm">{name}</div>
      <div className="text-2xl font-semibold">{value}</div>
      {note !== undefined && <div className="text-ink-3 text-sm">{note}</div>}
    </div>
  );
}
