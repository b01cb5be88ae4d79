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
    createRoute({
      getParentRoute: () => root,
      path: "/ph/counter",
      component: lazyRouteComponent(() => import("./counter.tsx"), "Counter"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/ph/rx/$id",
      component: lazyRouteComponent(() => import("./workbench.tsx"), "WorkbenchPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/ph/deliveries",
      component: lazyRouteComponent(() => import("./deliveries.tsx"), "DeliveriesPage"),
    }),
  ] as const;
