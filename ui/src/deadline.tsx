import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { useLanguage } from "./language.tsx";
import { relativeText, timeText } from "./text/format.ts";

const TICK_MILLISECONDS = 15_000;
const NEAR_SECONDS = 600;

/** Epoch seconds of this device, told anew often enough for deadlines. */
export function useNow(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 1_000));
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 1_000)), TICK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long there is until a deadline; the moment itself on hovering. Near or past, it stands out in weight and colour. */
export function Deadline({ at }: { readonly at: number | null | undefined }) {
  const now = useNow();
  const { language } = useLanguage();
  if (at === null || at === undefined) return "–";
  const left = at - now;
  const look = left < 0 ? "font-semibold text-danger" : left < NEAR_SECONDS ? "font-semibold text-warn" : "";
  return (
    <time
      dateTime={new Date(at * 1_000).toISOString()}
      title={timeText(at, language)}
      className={`inline-flex items-center gap-1 whitespace-nowrap ${look}`}
    >
      {left < NEAR_SECONDS && <Clock size={14} aria-hidden />}
      {relativeText(at, now, language)}
    </time>
  );
}
