import { lazy, Suspense, useState } from "react";
import type { OverlayProps } from "./overlay-dialog.tsx";

const OverlayDialog = lazy(async () => ({ default: (await import("./overlay-dialog.tsx")).OverlayDialog }));

/** Over the page: focus stays inside, Escape closes, and focus goes back to where it was. */
export function Overlay(props: OverlayProps) {
  const [isUsed, setUsed] = useState(props.open);
  // Once it was open it stays, closed, so that the dialog can hand the focus back.
  if (props.open && !isUsed) setUsed(true);
  if (!isUsed) return null;
  return (
    <Suspense>
      <OverlayDialog {...props} />
    </Suspense>
  );
}
