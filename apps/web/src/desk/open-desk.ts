import type { DeskNode } from "@meridian/client/desk";
import { browserNode } from "@meridian/node-browser/node";
import { BrowserSessions } from "@meridian/node-browser/sessions";
import { TrustRoot } from "./trust.ts";

/** In a frame its name, so that the frames of the tour have a session each; else the tab's. */
const ownScope = (): string => (window === window.top || window.name === "" ? "tab" : window.name);

/** The node of this page's origin, the sessions of a scope of this tab, and the trust root of this browser. */
export function openDesk(scope: string = ownScope()): {
  readonly node: DeskNode;
  readonly sessions: BrowserSessions;
  readonly root: TrustRoot;
} {
  const sessions = new BrowserSessions("", scope);
  const node = browserNode(sessions.wire);
  return { node, sessions, root: new TrustRoot(node) };
}
