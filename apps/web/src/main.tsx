import "./app.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DeskGate } from "./desk/gate.tsx";
import { PreferencesProvider } from "./frame/preferences.tsx";
import { recoverFromStaleChunks, registerWorker } from "./frame/worker.ts";
import { router } from "./router.ts";

recoverFromStaleChunks();
registerWorker();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <PreferencesProvider>
      <DeskGate>
        <RouterProvider router={router} />
      </DeskGate>
    </PreferencesProvider>
  </StrictMode>,
);
