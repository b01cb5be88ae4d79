import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const insurerRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/i",
      component: lazyRouteComponent(() => import("./claims.tsx"), "Claims"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/i/rx/$id",
      component: lazyRouteComponent(() => import("./adjudicate.tsx"), "AdjudicatePage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/i/st/$id",
      component: lazyRouteComponent(() => import("./settlement.tsx"), "SettlementPage"),
    }),
  ] as const;
