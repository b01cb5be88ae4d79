import type { AnyContract } from "@meridian/kernel/contract";
import type { Releases } from "@meridian/ledger/releases";
import type { Release } from "@meridian/ledger/rules";
import { contract as protocol } from "@meridian/protocol/contract";
import { PLAN } from "@meridian/protocol/schema";
import { answers } from "./facts/answers.ts";

/** What a release changes of the one before it. */
export type Change = (before: Release) => Release;

/** What each release after the first changes, in order: release 2, release 3 and so on. How one is written: docs/releases.md. */
export const CHANGES: readonly Change[] = [];

/** The releases that come of these changes, under the plan that the members decided. */
export function releasesAfter(first: Release, changes: readonly Change[]): Releases {
  const later: Release[] = [];
  for (const change of changes) later.push(change(later.at(-1) ?? first));
  return { plan: (read) => read(protocol, PLAN).releases, of: (release) => later[release - 2] };
}

/** The change of contracts: each takes the place of the one of its domain, or adds a domain; proposals are read by them. */
export const withContracts =
  (...changed: readonly AnyContract[]): Change =>
  (before) => {
    const contracts = new Map([
      ...before.contracts,
      ...changed.map((contract) => [contract.domain, contract] as const),
    ]);
    return { ...before, contracts, facts: (read, height) => answers(read, height, contracts) };
  };
