import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Height, PrescriptionId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import { writeEvidence } from "@meridian/proof/evidence";
import type { EventPlace } from "../evidence/event-places.ts";
import { evidenceOfEvent } from "../evidence/evidence.ts";
import { envelopeOf, findEvent } from "../evidence/source.ts";
import type { MeridianNode } from "../node/node.ts";
import type { DeskRejection } from "./rejections.ts";

/** Events of a prescription that say how much, the more telling one first. */
const TELLING = ["dispensed", "issued"] as const;
const CHECK_MILLISECONDS = 60_000;
const PATIENCE_SECONDS = 10;

export type TamperThreadData = {
  readonly folder: string;
  readonly genesis: GenesisDocument;
  readonly place: EventPlace;
  /** An empty folder for the copy. */
  readonly copy: string;
};
/** What the check of the altered copy came to; undefined when it saw nothing. */
export type Refusal = { readonly what: string; readonly height: Height } | undefined;

type Words = { readonly zh: string; readonly en: string };
export type Tampered = {
  readonly changed: {
    readonly file: string;
    readonly height: Height;
    readonly what: Words;
    readonly before: string;
    readonly after: string;
  };
  readonly refused: { readonly code: string; readonly height: Height; readonly message: Words } | null;
  readonly milliseconds: number;
  /** The evidence as the altered node would give it. */
  readonly evidence: string;
};

/** The first digit of the first quantity, which is one byte; never 0, so that the text stays canonical. */
const QUANTITY = /"quantity":([0-9]+)/;
export const otherDigit = (digit: string): string => (digit === "9" ? "1" : "9");

/**
 * Shows what comes of changing one byte of a node's history: it is done to a copy, and the copy is checked as
 * `ledger check` does. One at a time.
 */
export class Tampering {
  readonly #node: MeridianNode;
  readonly #folder: string;
  #isBusy = false;

  constructor(node: MeridianNode, folder: string) {
    this.#node = node;
    this.#folder = folder;
  }

  async with(prescription: PrescriptionId): Promise<Result<Tampered, DeskRejection>> {
    if (this.#isBusy) return err({ code: "tampering-already", retryAfter: PATIENCE_SECONDS });
    this.#isBusy = true;
    try {
      const found = await this.#find(prescription);
      return found === undefined ? err({ code: "nothing-to-tamper-with" }) : ok(await this.#tampered(found));
    } finally {
      this.#isBusy = false;
    }
  }

  /** The event to alter, and its true evidence. */
  async #find(record: PrescriptionId) {
    for (const type of TELLING) {
      const place = await findEvent(this.#node, { domain: "prescription", record, type });
      const block = place && this.#node.history.block(place.height);
      const leaf = place && block?.events[place.position];
      const [, quantity] = (leaf && QUANTITY.exec(JSON.stringify(envelopeOf(leaf)))) ?? [];
      if (place === undefined || quantity === undefined) continue;
      const evidence = await evidenceOfEvent(this.#node, place);
      if (evidence.ok) return { place, quantity, evidence: writeEvidence(evidence.value) };
    }
    return undefined;
  }

  async #tampered(found: { readonly place: EventPlace; readonly quantity: string; readonly evidence: string }) {
    const { place, quantity, evidence } = found;
    const { height } = place;
    const begun = performance.now();
    const refused = await checkedCopy({ folder: this.#folder, genesis: this.#node.genesis, place });
    return {
      changed: {
        file: "state.db",
        height,
        what: { zh: "处方数量的一个字节", en: "one byte of the prescription's quantity" },
        before: quantity,
        after: `${otherDigit(quantity.slice(0, 1))}${quantity.slice(1)}`,
      },
      refused: refused === undefined ? null : { code: refused.what, height: refused.height, message: wordsOf(refused) },
      milliseconds: Math.round(performance.now() - begun),
      evidence: evidence.replace(QUANTITY, (text, digits: string) =>
        text.replace(digits, `${otherDigit(digits.slice(0, 1))}${digits.slice(1)}`),
      ),
    };
  }
}

const wordsOf = ({ what, height }: NonNullable<Refusal>): Words => ({
  en: `Block ${height} does not hold (${what}): executing its transactions again leads to something else.`,
  zh: `第 ${height} 个区块核验未通过（${what}）：重新执行其中的交易得到不同的结果。`,
});

/** In a thread of its own, because executing a chain again takes its time; whatever happens, the copy is gone then. */
async function checkedCopy(data: Omit<TamperThreadData, "copy">): Promise<Refusal> {
  const copy = mkdtempSync(join(tmpdir(), "meridian-tampered-"));
  const workerData: TamperThreadData = { ...data, copy };
  const worker = new Worker(new URL("./tamper-thread.ts", import.meta.url), { workerData });
  const timer = setTimeout(() => void worker.terminate(), CHECK_MILLISECONDS);
  let refusal: Refusal;
  let isChecked = false;
  worker.on("message", (told: Refusal) => {
    [refusal, isChecked] = [told, true];
  });
  try {
    await once(worker, "exit");
  } finally {
    clearTimeout(timer);
    rmSync(copy, { recursive: true, force: true });
  }
  invariant(isChecked, "the check of an altered copy ends with an answer");
  return refusal;
}
