import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

/** The node serves what this builds; in development its API is asked across. */
const NODE = process.env["MERIDIAN_NODE"] ?? "http://localhost:8180";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwind(),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      manifest: {
        name: "Meridian 脉链",
        short_name: "脉链",
        description: "处方、审方、发药、结算，每一步都可验证",
        lang: "zh-CN",
        theme_color: "#006170",
        background_color: "#f6fafb",
        display: "standalone",
        start_url: "/p",
        icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      workbox: {
        globPatterns: ["index.html", "icon.svg", "assets/*.css"],
        navigateFallback: "/index.html",
        // Never the API, never evidence: what is shown as true must come from a node or a proof.
        navigateFallbackDenylist: [/^\/v1\//, /^\/openapi/, /^\/metrics/, /^\/health/, /^\/status/, /^\/verifier/],
        runtimeCaching: [
          {
            urlPattern: ({ url }) => url.pathname.startsWith("/assets/"),
            handler: "CacheFirst",
            options: { cacheName: "assets", expiration: { maxEntries: 120 } },
          },
        ],
      },
    }),
  ],
  build: { target: "es2023", sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { proxy: { "/v1": NODE, "/verifier.html": NODE } },
});
