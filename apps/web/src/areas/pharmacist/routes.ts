import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const pharmacistPages = [
  page("/ph", () => import("./review-queue.tsx"), "ReviewQueue"),
  page("/ph/review/:id", () => import("./review.tsx"), "Review"),
  page("/ph/counter", () => import("./counter.tsx"), "Counter"),
  page("/ph/rx/:id", () => import("./workbench.tsx"), "WorkbenchPage"),
  page("/ph/deliveries", () => import("./deliveries.tsx"), "DeliveriesPage"),
];
