import type { Explanation } from "@meridian/kernel/explanation";
import type { ReleaseNotice } from "@meridian/ledger/release-notice";
import type { PlannedRelease } from "@meridian/ledger/releases";

/** The next block executes by a release of the rules that this software lacks: the node stops before it, undamaged. */
export class ReleaseLacking extends Error {
  /** The name of what the ledger raises when it is asked for that block all the same: to people it is one thing. */
  override readonly name = "ReleaseMissing";
  readonly release: PlannedRelease;
  readonly words: Explanation;

  constructor({ release, words }: ReleaseNotice) {
    super(words.en.happened);
    this.release = release;
    this.words = words;
  }
}
