import { Button, buttonClass } from "@meridian/ui/button";
import { TextField } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { FileUp } from "lucide-react";
import { type DragEvent, type FormEvent, useState } from "react";
import { type Given, givenBytes, givenText } from "./given.ts";
import { words } from "./words.ts";

type Props = { readonly take: (given: Given, name: string) => void; readonly busy: boolean };

/** A file dropped or chosen, text pasted, or an id typed. */
export function Intake({ take, busy }: Props) {
  const say = useWords(words);
  const [text, setText] = useState("");
  const [isOver, setOver] = useState(false);
  const read = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) take(givenBytes(new Uint8Array(await file.arrayBuffer())), file.name);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    take(givenText(text), "");
  };
  return (
    <div className="grid gap-4 md:grid-cols-2" data-screen-only>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button inside is for everybody */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`grid min-h-48 place-items-center content-center gap-3 rounded-card border-2 border-dashed p-6 text-center ${isOver ? "border-brand bg-brand-soft" : "border-line bg-surface"}`}
      >
        <FileUp size={32} className="text-brand" aria-hidden />
        <p className="text-lg">{say.drop}</p>
        <p className="text-sm text-ink-3">{say.or}</p>
        <label
          className={`${buttonClass("primary", "large")} focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-brand`}
        >
          {say.choose}
          <input
            type="file"
            className="sr-only"
            disabled={busy}
            data-testid="evidence-file"
            onChange={(event) => {
              void read(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
      </div>
      <form onSubmit={submit} className="grid content-between gap-3 rounded-card bg-surface p-5 shadow-card">
        <TextField
          label={say.paste}
          hint={say.pasteHint}
          rows={5}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="evidence-text"
        />
        <div>
          <Button type="submit" look="primary" busy={busy} data-testid="check">
            {say.check}
          </Button>
        </div>
      </form>
    </div>
  );
}
