import { Button } from "@meridian/ui/button";
import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { Camera, CameraOff, CircleCheck, CircleX, ImageUp } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { CameraView } from "./camera.tsx";

const words = dictionary({
  zh: {
    camera: "打开摄像头",
    close: "关闭摄像头",
    picture: "识别图片",
    nothing: "图片里没有可识别的码。请换一张清晰的，或改用扫码枪。",
    unread: "图片无法读取。请换一张，或直接粘贴码的内容。",
  },
  en: {
    camera: "Use the camera",
    close: "Close the camera",
    picture: "Read a picture",
    nothing: "There is no readable code in the picture. Take a sharper one, or use a scanner.",
    unread: "The picture could not be read. Take another, or paste what the code says.",
  },
});

/** What came of a scan, in words. */
export type ScanAnswer = { readonly ok: boolean; readonly text: string };

type Props = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly answer: ScanAnswer | undefined;
  /** Called for each code, in the order in which they came. */
  readonly onScan: (text: string) => void;
  readonly children?: ReactNode;
};

/**
 * A field for codes that keeps the focus, so that a keyboard scanner is always heard; codes may also be pasted, shown to
 * the camera, or read from a picture. What came of each is said in words, and to screen readers.
 */
export function Scanner({ label, hint, answer, onScan, children }: Props) {
  const say = useWords(words);
  const field = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState(false);
  const [complaint, setComplaint] = useState<string>();
  useKeptFocus(field, answer);
  const scanned = (text: string): void => {
    setComplaint(undefined);
    for (const line of text.split(/[\r\n]+/)) if (line.trim() !== "") onScan(line.trim());
    if (field.current !== null) field.current.value = "";
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      const { codesIn } = await import("./decoder.ts");
      const codes = await codesIn(file);
      if (codes.length === 0) setComplaint(say.nothing);
      for (const code of codes) scanned(code);
    } catch {
      setComplaint(say.unread);
    }
  };
  const shown = complaint === undefined ? answer : { ok: false, text: complaint };
  return (
    <div className="grid gap-3">
      <Field
        ref={field}
        label={label}
        hint={hint}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        data-testid="scan"
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          scanned(event.currentTarget.value);
        }}
        onPaste={(event) => {
          event.preventDefault();
          scanned(event.clipboardData.getData("text"));
        }}
      />
      <div className="flex flex-wrap gap-2" data-screen-only>
        <Button
          size="small"
          icon={camera ? <CameraOff size={16} aria-hidden /> : <Camera size={16} aria-hidden />}
          onClick={() => setCamera(!camera)}
        >
          {camera ? say.close : say.camera}
        </Button>
        <Button size="small" icon={<ImageUp size={16} aria-hidden />} onClick={() => picker.current?.click()}>
          {say.picture}
        </Button>
        <input
          ref={picker}
          type="file"
          accept="image/*"
          hidden
          aria-hidden
          tabIndex={-1}
          data-testid="picture"
          onChange={(event) => {
            const { currentTarget } = event;
            void read(currentTarget.files?.[0]).finally(() => {
              currentTarget.value = "";
            });
          }}
        />
        {children}
      </div>
      {camera && <CameraView onCode={scanned} onEnd={() => setCamera(false)} />}
      <Answered answer={shown} />
    </div>
  );
}

function Answered({ answer }: { readonly answer: ScanAnswer | undefined }) {
  return (
    <p aria-live="assertive" className="min-h-8 text-lg" data-testid="scan-answer" data-ok={answer?.ok}>
      {answer !== undefined && (
        <span className={`inline-flex items-center gap-2 font-medium ${answer.ok ? "text-ok" : "text-danger"}`}>
          {answer.ok ? <CircleCheck size={20} aria-hidden /> : <CircleX size={20} aria-hidden />}
          {answer.text}
        </span>
      )}
    </p>
  );
}

/** After each answer the field has the focus again, and characters that nobody else wants go to it. */
function useKeptFocus(field: { readonly current: HTMLInputElement | null }, answer: ScanAnswer | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is the occasion, not what is done with it
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body || activeElement instanceof HTMLButtonElement)
      field.current?.focus({ preventScroll: true });
  }, [answer, field]);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isTyped && event.key !== " " && document.activeElement === document.body) field.current?.focus();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [field]);
}
