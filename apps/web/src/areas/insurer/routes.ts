import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const insurerRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/i",
      component: lazyRouteComponent(() => import("./settlements.tsx"), "Settlements"),
    }),
  ] as const;
