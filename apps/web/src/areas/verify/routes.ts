import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const verifyRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/v",
      component: lazyRouteComponent(() => import("./verify.tsx"), "Verify"),
    }),
  ] as const;
