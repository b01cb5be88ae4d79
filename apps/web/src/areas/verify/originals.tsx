import { fromBase64, textOf } from "@meridian/base/bytes";
import type { Evidence } from "@meridian/proof/evidence";
import { Card } from "@meridian/ui/card";
import { useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Fields } from "../operator/fields.tsx";
import { words } from "./words.ts";

/** What the ledger recorded, and the documents that the holder chose to show. */
export function Originals({ evidence: { subject, documents = [] } }: { readonly evidence: Evidence }) {
  const say = useWords(words);
  const held =
    subject.type === "event" ? subject.envelope.event : subject.type === "record" ? subject.state : undefined;
  return (
    <>
      {held !== undefined && (
        <Card title={say.content}>
          <Fields of={held} />
        </Card>
      )}
      {documents.length > 0 && (
        <Card title={say.documents}>
          <ul className="grid gap-4">
            {documents.map(({ commitment, content }) => (
              <li key={commitment}>
                <Hash value={commitment} />
                <pre className="mt-1 whitespace-pre-wrap rounded-control bg-sunken p-4 font-mono text-sm">
                  {readable(content)}
                </pre>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

/** JSON in lines, other text as it is, anything else by its size. */
function readable(base64: string): string {
  const bytes = fromBase64(base64) ?? new Uint8Array();
  const text = textOf(bytes);
  if (text === undefined) return `${bytes.length} B`;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
