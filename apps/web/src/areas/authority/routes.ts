import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const authorityRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/r",
      component: lazyRouteComponent(() => import("./region.tsx"), "Region"),
    }),
  ] as const;
