import { useLanguage, useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";
import { useEffect, useEffectEvent, useRef, useState } from "react";

const words = dictionary({
  zh: {
    label: "摄像头画面：把码放进框内",
    denied: "没有摄像头，或浏览器没有允许使用。请在浏览器里允许后重试，或改用扫码枪、粘贴或图片。",
  },
  en: {
    label: "Camera: hold the code inside the frame",
    denied:
      "There is no camera, or the browser was not allowed to use it. Allow it and try again, or use a scanner, paste, or a picture.",
  },
});

const LOOK_MILLISECONDS = 180;
const SAME_MILLISECONDS = 2_500;

type Props = { readonly onCode: (text: string) => void; readonly onEnd: () => void };

/** The camera, looked at a few times a second; the same code again at once is not another scan. */
export function CameraView({ onCode, onEnd }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const seen = useRef<{ readonly text: string; readonly at: number }>(undefined);
  const found = useEffectEvent((text: string): void => {
    const at = performance.now();
    const { current: last } = seen;
    seen.current = { text, at };
    if (last?.text !== text || at - last.at > SAME_MILLISECONDS) onCode(text);
  });
  const ended = useEffectEvent(onEnd);
  useEffect(() => {
    const { current: screen } = video;
    if (screen === null) return;
    return watch(screen, found, () => setFailed(true), ended);
  }, []);
  if (failed)
    return (
      <p role="alert" className="text-danger" lang={language === "zh" ? "zh-CN" : "en"}>
        {say.denied}
      </p>
    );
  return (
    <video ref={video} muted playsInline aria-label={say.label} className="max-h-72 w-full rounded-card bg-black" />
  );
}

function watch(
  screen: HTMLVideoElement,
  found: (text: string) => void,
  failed: () => void,
  ended: () => void,
): () => void {
  let stream: MediaStream | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const canvas = document.createElement("canvas");
  const start = async (): Promise<void> => {
    const { codesIn } = await import("./decoder.ts");
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (isOver) return stop();
    stream.getVideoTracks()[0]?.addEventListener("ended", ended);
    screen.srcObject = stream;
    await screen.play();
    const look = async (): Promise<void> => {
      for (const code of await codesIn(pictureOf(screen, canvas)).catch(() => [])) found(code);
      if (!isOver) timer = setTimeout(() => void look(), LOOK_MILLISECONDS);
    };
    await look();
  };
  const stop = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  start().catch(() => {
    stop();
    if (!isOver) failed();
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}

function pictureOf(screen: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData {
  const { videoWidth: width, videoHeight: height } = screen;
  canvas.width = Math.max(1, width);
  canvas.height = Math.max(1, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return new ImageData(1, 1);
  context.drawImage(screen, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
