import { equal } from "@meridian/base/bytes";
import type { Header } from "@meridian/proof/comet/header";
import type { LightBlock } from "@meridian/proof/light";
import type { Seals } from "@meridian/proof/seal";

/**
 * The blocks by which trust in one validator set becomes trust in the one that signed a header: each is signed by one
 * set and announces the next. None where the trusted set signed it itself; undefined where the chain of sets is broken.
 * A node whose blocks begin at a later height (`first`), because it joined with a snapshot, does not know how the sets before came to be:
 * its evidence begins with the earliest one that it knows, for readers who trust that.
 */
export function handoversTo(
  seals: Seals,
  trusted: Uint8Array,
  header: Header,
  first = 1,
): readonly LightBlock[] | undefined {
  const handovers: LightBlock[] = [];
  let announced = header.validatorsHash;
  // From the end back, so that sets before the trusted one signed last are left out.
  for (const height of [...seals.changes(first, header.height - 1)].reverse()) {
    if (equal(announced, trusted)) break;
    const seal = seals.at(height);
    const validators = seal && seals.validatorsOf(seal.header.validatorsHash);
    if (seal === undefined || validators === undefined || !equal(seal.header.nextValidatorsHash, announced))
      return undefined;
    handovers.unshift({ header: seal.header, commit: seal.commit, validators });
    announced = seal.header.validatorsHash;
  }
  return equal(announced, trusted) || first > 1 ? handovers : undefined;
}
