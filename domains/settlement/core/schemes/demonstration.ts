import type { Fen, Seconds } from "@meridian/base/ids";
import type { Scheme } from "../scheme.ts";

/**
 * Two schemes built like those of Chinese basic medical insurance (国办发〔2021〕14号 for employees' outpatient care):
 * list categories, own share of category B, rates by level of the institution, deductible, annual cap, personal
 * account. Every figure is made up for the demonstration and is no city's.
 */
const notice = {
  zh: "演示方案，数字均为虚构，不代表任何统筹地区的待遇政策。",
  en: "A demonstration. Every figure is made up; none is the policy of any region.",
};
const yuan = (count: number): Fen => (count * 100) as Fen;

/** 2026-01-01T00:00:00+08:00 to 2027-12-31T23:59:59+08:00. */
const period = { validFrom: 1_767_196_800 as Seconds, validUntil: 1_830_268_799 as Seconds };

export const employeeScheme: Scheme = {
  id: "demonstration-employee-outpatient",
  version: "2026.1",
  notice,
  currency: "CNY",
  utcOffset: 28_800,
  ...period,
  ownShare: { A: 0, B: 1_000, "self-pay": 10_000 },
  rate: {
    "hospital-tertiary": 5_000,
    "hospital-secondary": 6_000,
    "hospital-primary": 7_000,
    "pharmacy-dual-channel": 5_000,
    pharmacy: 0,
    "hospital-internet": 5_000,
  },
  deductible: yuan(200),
  annualCap: yuan(3_000),
  accountPays: "anything",
};

export const residentScheme: Scheme = {
  ...employeeScheme,
  id: "demonstration-resident-outpatient",
  ownShare: { A: 0, B: 2_000, "self-pay": 10_000 },
  rate: {
    "hospital-tertiary": 3_000,
    "hospital-secondary": 4_000,
    "hospital-primary": 6_000,
    "pharmacy-dual-channel": 3_000,
    pharmacy: 0,
    "hospital-internet": 3_000,
  },
  deductible: yuan(100),
  annualCap: yuan(800),
  accountPays: "on-list",
};
