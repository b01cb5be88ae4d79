const RELOADED = "meridian/reloaded-at";
const ONCE_MILLISECONDS = 20_000;

/** After a new version was put in place, a page still open asks for chunks that are gone: it loads itself anew, once. */
export function recoverFromStaleChunks(): void {
  addEventListener("vite:preloadError", (event) => {
    const before = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - before < ONCE_MILLISECONDS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  });
}

/** The frame of the app stays there without a network; data never come from the worker. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV || window !== window.top) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  });
}
