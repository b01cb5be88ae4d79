import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "./language.tsx";
import { dictionary } from "./text/words.ts";

const words = dictionary({ zh: { close: "关闭" }, en: { close: "Close" } });

export type OverlayProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** `center` of the screen, or from the `side` (from below on a phone). */
  readonly from?: "center" | "side";
};

const PLACE = {
  center: "inset-x-4 top-[8dvh] mx-auto max-h-[84dvh] max-w-lg rounded-card",
  side: "inset-x-0 bottom-0 max-h-[88dvh] rounded-t-card sm:inset-x-auto sm:inset-y-0 sm:right-0 sm:max-h-none sm:w-[28rem] sm:rounded-l-card sm:rounded-tr-none",
} as const;

/** The dialog itself. Screens use `Overlay`, which loads this when something first opens. */
export function OverlayDialog({ open, onClose, title, children, from = "center" }: OverlayProps) {
  const { close } = useWords(words);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Base.Popup className={`fixed z-50 overflow-y-auto bg-surface p-5 text-ink shadow-over ${PLACE[from]}`}>
          <div className="mb-3 flex items-start justify-between gap-3">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={close}
              className="cursor-pointer rounded-control p-2 text-ink-3 hover:bg-sunken hover:text-ink"
            >
              <X size={18} aria-hidden />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
