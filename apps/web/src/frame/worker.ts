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

const listeners = new Set<() => void>();
let waiting: ServiceWorker | undefined;

/** Whether a new version waits for the person to say when. */
export const isUpdateReady = (): boolean => waiting !== undefined;
export function onUpdate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts the new version in place and loads the page anew. */
export function update(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  waiting?.postMessage({ type: "SKIP_WAITING" });
}

/** The frame of the app stays there without a network; data never come from the worker. */
export function registerWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV || window !== window.top) return;
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").then(watch, () => undefined);
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // Without a controller it is the first version, which nobody waits for.
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    waiting = registration.waiting;
    for (const listener of listeners) listener();
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}
