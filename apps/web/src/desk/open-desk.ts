import type { DeskNode } from "@meridian/client/desk";
import { browserNode } from "@meridian/node-browser/node";
import { BrowserSessions } from "@meridian/node-browser/sessions";
import { TrustRoot } from "./trust.ts";

/** In a frame its name, so that the frames of the tour have a session each; else the tab's. */
const ownScope = (): string => (window === window.top || window.name === "" ? "tab" : window.name);

/** Before which path a scope's node answers, where that is another one than the page's: frames of the scope ask there too. */
const baseKey = (scope: string): string => `meridian/base/${scope}`;

/**
 * The node of this page's origin (or, in a demonstration of several nodes, the one before whose path `base` leads), the
 * sessions of a scope of this tab, and the trust root of this browser.
 */
export function openDesk(
  scope: string = ownScope(),
  base: string = sessionStorage.getItem(baseKey(scope)) ?? "",
): {
  readonly node: DeskNode;
  readonly sessions: BrowserSessions;
  readonly root: TrustRoot;
} {
  sessionStorage.setItem(baseKey(scope), base);
  const sessions = new BrowserSessions(base, scope);
  const node = browserNode(sessions.wire);
  return { node, sessions, root: new TrustRoot(node) };
}
