import { useMemo } from "react";
import { encode } from "uqr";

type Props = {
  readonly text: string;
  /** What it is, for screen readers; never the secret itself. */
  readonly label: string;
  readonly className?: string;
};

/** A QR code, dark on light also in a dark theme, since scanners want it so. Medium error correction, a quiet zone of 4. */
export function QrCode({ text, label, className = "" }: Props) {
  const { size, path } = useMemo(() => {
    const { size: side, data } = encode(text, { ecc: "M", border: 4 });
    const runs = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark && row[x - 1] !== true ? [`M${x} ${y}h${runFrom(row, x)}v1H${x}z`] : [])),
    );
    return { size: side, path: runs.join("") };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={`rounded-control bg-white ${className}`}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

function runFrom(row: readonly boolean[], x: number): number {
  const end = row.indexOf(false, x);
  return (end === -1 ? row.length : end) - x;
}
