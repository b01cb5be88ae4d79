import type { FastifyBaseLogger } from "fastify";
import { originOf } from "./origins.ts";

/** Addresses that are said in the log, each once: whoever asks may name any, and the log is no place for all of them. */
export const STRANGE_ORIGINS_MAX = 8;

/**
 * Tells the operator, in the node's log, at which address people wanted to sign in that is not one of this node's pages.
 * Behind a proxy that ends TLS the node cannot know its own address, so nobody signs in until the operator names it.
 */
export class StrangeOrigins {
  readonly #told = new Set<string>();

  tell(log: Pick<FastifyBaseLogger, "warn">, origin: string, origins: readonly string[]): void {
    if (originOf(origin) !== origin || this.#told.has(origin) || this.#told.size >= STRANGE_ORIGINS_MAX) return;
    this.#told.add(origin);
    log.warn({ code: "desk/wrong-origin", origin, origins, zh: chinese(origin) }, english(origin));
  }
}

/** Not simply to name it: anybody can show a page and send what was signed there here. */
const english = (origin: string): string =>
  `a page at ${origin} wants people to sign in here, and that is not one of this node's addresses. If browsers open this ` +
  `node there, start it with --origin ${origin} (and an --origin for each other address); if not, the page is not yours`;
const chinese = (origin: string): string =>
  `${origin} 的页面请求在本节点登录，但该地址不属于本节点。如浏览器确由此打开本节点，启动时请加上 ` +
  `--origin ${origin}（其他地址也各用一个 --origin 列出）；否则该页面并非由您提供。`;
