import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const signInRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/signin",
      component: lazyRouteComponent(() => import("./sign-in.tsx"), "SignIn"),
    }),
  ] as const;
