import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

/** What the ledger is and holds, for operators and for whoever is curious. */
export const operatorRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/n",
      component: lazyRouteComponent(() => import("./overview.tsx"), "Overview"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/search",
      component: lazyRouteComponent(() => import("./search.tsx"), "Search"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/blocks",
      component: lazyRouteComponent(() => import("./blocks.tsx"), "Blocks"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/block/$height",
      component: lazyRouteComponent(() => import("./block.tsx"), "Block"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/tx/$id",
      component: lazyRouteComponent(() => import("./transaction.tsx"), "TransactionPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/record/$domain/$id",
      component: lazyRouteComponent(() => import("./record.tsx"), "RecordPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/organisation/$id",
      component: lazyRouteComponent(() => import("./organisation.tsx"), "OrganisationPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/validators",
      component: lazyRouteComponent(() => import("./validators.tsx"), "Validators"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/governance",
      component: lazyRouteComponent(() => import("./governance.tsx"), "Governance"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/n/metrics",
      component: lazyRouteComponent(() => import("./metrics.tsx"), "MetricsPage"),
    }),
  ] as const;
