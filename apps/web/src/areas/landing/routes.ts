import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const landingRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/",
      component: lazyRouteComponent(() => import("./landing.tsx"), "Landing"),
    }),
  ] as const;
