import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const pharmacistRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/ph",
      component: lazyRouteComponent(() => import("./review-queue.tsx"), "ReviewQueue"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/ph/review/$id",
      component: lazyRouteComponent(() => import("./review.tsx"), "Review"),
    }),
  ] as const;
