import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

// By default it would fetch its WebAssembly from somebody else's host.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) },
});

/** Texts of the codes in a picture: QR of patients, DataMatrix and Code 128 of packs. */
export async function codesIn(picture: Blob | ImageData): Promise<readonly string[]> {
  const found = await readBarcodes(picture, {
    formats: ["QRCode", "DataMatrix", "Code128"],
    tryHarder: true,
    maxNumberOfSymbols: 20,
  });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}
