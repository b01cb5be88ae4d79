import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const operatorPages = [
  page("/n", () => import("./overview.tsx"), "Overview"),
  page("/n/search", () => import("./search.tsx"), "Search"),
  page("/n/blocks", () => import("./blocks.tsx"), "Blocks"),
  page("/n/block/:height", () => import("./block.tsx"), "Block"),
  page("/n/tx/:id", () => import("./transaction.tsx"), "TransactionPage"),
  page("/n/record/:domain/:id", () => import("./record.tsx"), "RecordPage"),
  page("/n/organisation/:id", () => import("./organisation.tsx"), "OrganisationPage"),
  page("/n/validators", () => import("./validators.tsx"), "Validators"),
  page("/n/governance", () => import("./governance.tsx"), "Governance"),
  page("/n/metrics", () => import("./metrics.tsx"), "MetricsPage"),
];
