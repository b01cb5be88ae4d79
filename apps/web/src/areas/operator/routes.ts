import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const operatorRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/n",
      component: lazyRouteComponent(() => import("./overview.tsx"), "Overview"),
    }),
  ] as const;
