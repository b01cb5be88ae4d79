/** How long a tab is out of sight before it gives back what it holds. */
const HIDDEN_MILLISECONDS = 30_000;

const isHidden = (): boolean => typeof document !== "undefined" && document.visibilityState === "hidden";

/** Resolves at once in a tab that is seen, else when it is seen again, or when it is over. */
export function seen(over: AbortSignal): Promise<void> {
  if (!isHidden() || over.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (isHidden() && !over.aborted) return;
      document.removeEventListener("visibilitychange", look);
      over.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    over.addEventListener("abort", look);
  });
}

/** Tells when the tab has been out of sight for a while. Answers how to stop. */
export function onHidden(listener: () => void): () => void {
  if (typeof document === "undefined") return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (isHidden()) timer = setTimeout(listener, HIDDEN_MILLISECONDS);
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** A pause that ends early when the network is back, or when it is over. */
export function pauseOrOnline(milliseconds: number, over: AbortSignal): Promise<void> {
  if (over.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", end);
      over.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    globalThis.addEventListener?.("online", end);
    over.addEventListener("abort", end);
  });
}
