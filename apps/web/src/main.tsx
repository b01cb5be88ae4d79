import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DeskGate } from "./desk/gate.tsx";
import { Frame } from "./frame/frame.tsx";
import { PreferencesProvider } from "./frame/preferences.tsx";
import { recoverFromStaleChunks, registerWorker } from "./frame/worker.ts";
import { pages } from "./pages.ts";

recoverFromStaleChunks();
registerWorker();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <PreferencesProvider>
      <DeskGate>
        <Frame pages={pages} />
      </DeskGate>
    </PreferencesProvider>
  </StrictMode>,
);
