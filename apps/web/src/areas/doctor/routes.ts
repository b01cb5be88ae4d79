import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const doctorRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/d",
      component: lazyRouteComponent(() => import("./worklist.tsx"), "Worklist"),
    }),
  ] as const;
