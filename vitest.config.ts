import { defineConfig } from "vitest/config";

/** Screens, in a document without a browser. */
const config = {
  test: {
    environment: "happy-dom",
    include: ["ui/src/**/*.test.{ts,tsx}", "domains/*/screens/**/*.test.tsx", "apps/web/src/**/*.test.tsx"],
    restoreMocks: true,
  },
} as const;

export default defineConfig(config);
