import type { DeskNode } from "@meridian/client/desk";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Report, Trust } from "@meridian/proof/verify";

const PINNED = "meridian/trust-root";

/**
 * The trust root of this browser: name and fingerprint of the network whose genesis document it met first. There is one
 * for an address, whatever name it has: a node that later tells of another network there is refused, not believed.
 */
export class TrustRoot {
  readonly #node: DeskNode;
  #trust: Promise<Trust> | undefined;

  constructor(node: DeskNode) {
    this.#node = node;
  }

  /** Checks an evidence file; the code for it loads when it is first needed. */
  async verify(evidence: string): Promise<Report> {
    const { verifyEvidence } = await import("@meridian/proof/verify");
    return verifyEvidence(evidence, await this.trust());
  }

  trust(): Promise<Trust> {
    this.#trust ??= this.#pinned();
    this.#trust.catch(() => {
      this.#trust = undefined;
    });
    return this.#trust;
  }

  /** Fingerprint of the pinned validator set, for comparison with a printed one. */
  async fingerprint(): Promise<string> {
    const { validatorSetHash } = await this.trust();
    return typeof validatorSetHash === "string" ? validatorSetHash : (validatorSetHash?.[0] ?? "");
  }

  async #pinned(): Promise<Trust> {
    const [{ trustOf }, genesis] = await Promise.all([
      import("@meridian/network/trust"),
      this.#node.ask<GenesisDocument>("GET", "/v1/genesis"),
    ]);
    const trust = trustOf(genesis);
    const { network, validatorSetHash } = trust;
    const known = localStorage.getItem(PINNED);
    if (known === null) localStorage.setItem(PINNED, JSON.stringify({ network, validatorSetHash }));
    return known === null ? trust : { ...trust, ...JSON.parse(known) };
  }

  /** After a person compared fingerprints: what was pinned is forgotten, and the next one met is pinned. */
  forget(): void {
    localStorage.removeItem(PINNED);
    this.#trust = undefined;
  }
}
