import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";

export type Column<R> = {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: R) => ReactNode;
  /** Track of the grid, such as `8rem` or `minmax(0,2fr)`. Default `minmax(0,1fr)`. */
  readonly width?: string;
  readonly align?: "right";
};

type Props<R> = {
  readonly rows: readonly R[];
  readonly columns: readonly Column<R>[];
  readonly keyOf: (row: R) => string;
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly onOpen?: (row: R) => void;
  /** Where the row leads; makes the first cell a link instead of a button. */
  readonly hrefOf?: (row: R) => string;
  /** Height of the scrolling part in rem; shorter lists are as high as they are. Default 34. */
  readonly height?: number;
};

const ROW = 44;

/** A list that stays smooth at 10,000 rows: only what is seen is drawn. Rows open by click, Enter or their link. */
export function DataTable<R>({ rows, columns, keyOf, label, onOpen, hrefOf, height = 34 }: Props<R>) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const grid = { gridTemplateColumns: columns.map(({ width = "minmax(0,1fr)" }) => width).join(" ") };
  return (
    <div className="overflow-x-auto">
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot draw rows at an offset */}
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className="min-w-fit">
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row is no control; its first cell is */}
        <div
          role="row"
          aria-rowindex={1}
          className="grid gap-x-4 rounded-t-control bg-sunken px-3 py-2 text-sm text-ink-2"
          style={grid}
        >
          {columns.map(({ id, head, align }) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: heads do not sort
            <div key={id} role="columnheader" className={align === "right" ? "text-right" : ""}>
              {head}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div ref={frame} role="rowgroup" tabIndex={0} className="overflow-y-auto" style={{ maxHeight: `${height}rem` }}>
          <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                // biome-ignore lint/a11y/useSemanticElements: as above
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                <div
                  key={keyOf(row)}
                  role="row"
                  aria-rowindex={index + 2}
                  className="absolute inset-x-0 grid items-center gap-x-4 border-b border-line px-3 hover:bg-brand-soft"
                  style={{ ...grid, height: ROW, transform: `translateY(${start}px)` }}
                >
                  {columns.map(({ id, cell, align }, at) => (
                    // biome-ignore lint/a11y/useSemanticElements: as above
                    <div key={id} role="cell" className={`truncate ${align === "right" ? "text-right" : ""}`}>
                      {at === 0 ? (
                        <Opening row={row} onOpen={onOpen} hrefOf={hrefOf}>
                          {cell(row)}
                        </Opening>
                      ) : (
                        cell(row)
                      )}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

type OpeningProps<R> = {
  readonly row: R;
  readonly onOpen: ((row: R) => void) | undefined;
  readonly hrefOf: ((row: R) => string) | undefined;
  readonly children: ReactNode;
};

const OPENING = "block w-full cursor-pointer truncate text-left font-medium text-brand hover:underline";

function Opening<R>({ row, onOpen, hrefOf, children }: OpeningProps<R>) {
  if (hrefOf !== undefined)
    return (
      <a href={hrefOf(row)} className={OPENING}>
        {children}
      </a>
    );
  if (onOpen === undefined) return children;
  return (
    <button type="button" className={OPENING} onClick={() => onOpen(row)}>
      {children}
    </button>
  );
}
