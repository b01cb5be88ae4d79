import type { DeskNode } from "@meridian/client/desk";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Report, Trust } from "@meridian/proof/verify";

const PINNED = "meridian/trust-root";

/**
 * The trust root of this browser: the fingerprint of the genesis document that it met first. A node that later tells of
 * another network under the same address is refused, not believed.
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
    const key = `${PINNED}/${genesis.network}`;
    const known = localStorage.getItem(key);
    const met = JSON.stringify(trust.validatorSetHash);
    if (known === null) localStorage.setItem(key, met);
    return known === null || known === met ? trust : { ...trust, validatorSetHash: JSON.parse(known) };
  }

  /** After a person compared fingerprints: what was pinned is forgotten, and the next one met is pinned. */
  forget(network: string): void {
    localStorage.removeItem(`${PINNED}/${network}`);
    this.#trust = undefined;
  }
}
