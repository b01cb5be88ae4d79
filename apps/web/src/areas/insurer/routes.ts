import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const insurerPages = [
  page("/i", () => import("./claims.tsx"), "Claims"),
  page("/i/rx/:id", () => import("./adjudicate.tsx"), "AdjudicatePage"),
  page("/i/st/:id", () => import("./settlement.tsx"), "SettlementPage"),
];
