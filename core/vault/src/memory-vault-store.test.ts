import { MemoryVaultStore } from "./memory-vault-store.ts";
import { vaultStorePromises } from "./store.conformance.ts";

vaultStorePromises("memory", async () => {
  const store = new MemoryVaultStore();
  return { store, reopen: async () => store, dispose: async () => {} };
});
