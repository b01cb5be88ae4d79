import { contract as credential } from "@meridian/credential/contract";
import { rejections as credentialRejections } from "@meridian/credential/rejections";
import { view as credentialView } from "@meridian/credential/view";
import { contract as disclosure } from "@meridian/disclosure/contract";
import { rejections as disclosureRejections } from "@meridian/disclosure/rejections";
import { view as disclosureView } from "@meridian/disclosure/view";
import { contract as governance } from "@meridian/governance/contract";
import { rejections as governanceRejections } from "@meridian/governance/rejections";
import { view as governanceView } from "@meridian/governance/view";
import type { AnyContract } from "@meridian/kernel/contract";
import type { Explanation } from "@meridian/kernel/explanation";
import type { View } from "@meridian/kernel/view";
import { contract as key } from "@meridian/key/contract";
import { rejections as keyRejections } from "@meridian/key/rejections";
import { view as keyView } from "@meridian/key/view";
import { rejections as ledgerRejections } from "@meridian/ledger/rejections";
import { contract as organisation } from "@meridian/organisation/contract";
import { rejections as organisationRejections } from "@meridian/organisation/rejections";
import { view as organisationView } from "@meridian/organisation/view";
import { contract as pathway } from "@meridian/pathway/contract";
import { rejections as pathwayRejections } from "@meridian/pathway/rejections";
import { view as pathwayView } from "@meridian/pathway/view";
import { contract as person } from "@meridian/person/contract";
import { rejections as personRejections } from "@meridian/person/rejections";
import { view as personView } from "@meridian/person/view";
import { contract as prescription } from "@meridian/prescription/contract";
import { rejections as prescriptionRejections } from "@meridian/prescription/rejections";
import { view as prescriptionView } from "@meridian/prescription/view";
import { contract as protocol } from "@meridian/protocol/contract";
import { rejections as protocolRejections } from "@meridian/protocol/rejections";
import { view as protocolView } from "@meridian/protocol/view";
import { contract as review } from "@meridian/review/contract";
import { rejections as reviewRejections } from "@meridian/review/rejections";
import { view as reviewView } from "@meridian/review/view";
import { contract as settlement } from "@meridian/settlement/contract";
import { rejections as settlementRejections } from "@meridian/settlement/rejections";
import { view as settlementView } from "@meridian/settlement/view";
import { contract as unit } from "@meridian/unit/contract";
import { rejections as unitRejections } from "@meridian/unit/rejections";
import { view as unitView } from "@meridian/unit/view";
import { contract as validator } from "@meridian/validator/contract";
import { rejections as validatorRejections } from "@meridian/validator/rejections";
import { view as validatorView } from "@meridian/validator/view";

type Slice = {
  readonly contract: AnyContract;
  readonly view: View;
  readonly rejections: { readonly [code: string]: Explanation };
};

/** The one list of domains. A new domain is a line here, its facts in `facts/answers.ts`, its reactions in `reactions.ts`. */
const slices: readonly Slice[] = [
  { contract: organisation, view: organisationView, rejections: organisationRejections },
  { contract: key, view: keyView, rejections: keyRejections },
  { contract: governance, view: governanceView, rejections: governanceRejections },
  { contract: person, view: personView, rejections: personRejections },
  { contract: credential, view: credentialView, rejections: credentialRejections },
  { contract: pathway, view: pathwayView, rejections: pathwayRejections },
  { contract: prescription, view: prescriptionView, rejections: prescriptionRejections },
  { contract: unit, view: unitView, rejections: unitRejections },
  { contract: review, view: reviewView, rejections: reviewRejections },
  { contract: settlement, view: settlementView, rejections: settlementRejections },
  { contract: protocol, view: protocolView, rejections: protocolRejections },
  { contract: disclosure, view: disclosureView, rejections: disclosureRejections },
  { contract: validator, view: validatorView, rejections: validatorRejections },
];

export const contracts: ReadonlyMap<string, AnyContract> = new Map(
  slices.map(({ contract }) => [contract.domain, contract]),
);
export const views: readonly View[] = slices.map(({ view }) => view);

/** What to tell a person about a code such as `prescription/expired`; the ledger's own codes included. */
export const explanations: ReadonlyMap<string, Explanation> = new Map([
  ...Object.entries(ledgerRejections).map(([code, explanation]) => [`ledger/${code}`, explanation] as const),
  ...slices.flatMap(({ contract, rejections }) =>
    Object.entries(rejections).map(([code, explanation]) => [`${contract.domain}/${code}`, explanation] as const),
  ),
]);
