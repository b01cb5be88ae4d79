import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const tourRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/tour",
      component: lazyRouteComponent(() => import("./tour.tsx"), "Tour"),
    }),
  ] as const;
