import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

/** What an institution manages of itself. */
export const adminRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/admin/$org",
      component: lazyRouteComponent(() => import("./pages.tsx"), "StaffPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/admin/$org/keys",
      component: lazyRouteComponent(() => import("./pages.tsx"), "KeysPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/admin/$org/about",
      component: lazyRouteComponent(() => import("./pages.tsx"), "AboutPage"),
    }),
  ] as const;
