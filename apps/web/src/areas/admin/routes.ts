import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const adminRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/admin/$org",
      component: lazyRouteComponent(() => import("./institution.tsx"), "Institution"),
    }),
  ] as const;
