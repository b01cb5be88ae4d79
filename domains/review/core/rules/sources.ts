import type { Provenance } from "../rule.ts";

/**
 * Where the facts come from. Only facts are taken, in the project's own words. Nobody has fetched and compared the
 * sources for this demonstration set, so `retrieved` and `reviewer` are null until a pharmacist does.
 */
type Source = { readonly source: string; readonly url: string; readonly licence: string };

const cite =
  ({ source, url, licence }: Source) =>
  (section: string): Provenance => ({
    source,
    section,
    url,
    licence,
    retrieved: null,
    reviewer: null,
    validFrom: "2026-11-21",
  });

/** ONC high-priority list: 15 pairs that panelists held to be contraindicated. */
export const onc = cite({
  source:
    "Phansalkar S et al. High-priority drug-drug interactions for use in electronic health records. JAMIA 2012;19:735",
  url: "https://doi.org/10.1136/amiajnl-2011-000612",
  licence: "facts",
});

/** US prescribing information of one substance, section by section (21 CFR 201.57). */
export const label = (substance: string, section: string): Provenance =>
  cite({
    source: `US prescribing information, ${substance}`,
    url: `https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=${encodeQuery(substance)}`,
    licence: "US government work",
  })(section);
const encodeQuery = (text: string): string => text.replaceAll(" ", "+");

export const fdaSafety = (section: string): Provenance =>
  cite({
    source: "FDA Drug Safety Communication",
    url: "https://www.fda.gov/drugs/drug-safety-and-availability/drug-safety-communications",
    licence: "US government work",
  })(section);

export const ema = (section: string): Provenance =>
  cite({
    source: "European Medicines Agency, referral or safety review",
    url: "https://www.ema.europa.eu/en/search?search_api_fulltext=referral",
    licence: "facts",
  })(section);

export const mhra = cite({
  source: "MHRA / Commission on Human Medicines, safety advice",
  url: "https://www.gov.uk/drug-safety-update",
  licence: "OGL v3",
});

export const otcMonograph = cite({
  source: "FDA, over-the-counter acetaminophen: maximum daily dose of 4 g in 24 hours",
  url: "https://www.fda.gov/drugs/information-drug-class/acetaminophen",
  licence: "US government work",
});

export const cfda = cite({
  source: "国家食品药品监督管理局 药品安全通知",
  url: "https://www.nmpa.gov.cn/",
  licence: "law, no copyright",
});

export const atcPrinciple = cite({
  source: "WHO Collaborating Centre for Drug Statistics Methodology, ATC structure and principles",
  url: "https://atcddd.fhi.no/atc/structure_and_principles/",
  licence: "facts; codes as references only",
});

/** 处方管理办法, Ministry of Health order 53, in force since 2007-05-01. */
export const prescriptionMeasures = cite({
  source: "处方管理办法（卫生部令第53号）",
  url: "https://www.gov.cn/flfg/2007-03/13/content_549406.htm",
  licence: "law, no copyright",
});

/** 长期处方管理规范（试行）, 2021. */
export const longPrescriptions = cite({
  source: "长期处方管理规范（试行）（国卫办医发〔2021〕17号）",
  url: "https://www.nhc.gov.cn/",
  licence: "law, no copyright",
});

/** 互联网诊疗管理办法（试行）, 2018. */
export const internetCare = cite({
  source: "互联网诊疗管理办法（试行）（国卫医发〔2018〕25号）",
  url: "https://www.nhc.gov.cn/",
  licence: "law, no copyright",
});

/** 医疗用毒性药品管理办法, State Council order 23, 1988. */
export const toxicMeasures = cite({
  source: "医疗用毒性药品管理办法（国务院令第23号）",
  url: "https://www.gov.cn/",
  licence: "law, no copyright",
});
