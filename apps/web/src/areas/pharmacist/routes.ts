import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const pharmacistRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/ph",
      component: lazyRouteComponent(() => import("./review-queue.tsx"), "ReviewQueue"),
    }),
  ] as const;
