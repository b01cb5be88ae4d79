import type { Refusal } from "@meridian/client/desk";
import type { Explanation } from "@meridian/kernel/explanation";
import { useQuery } from "@tanstack/react-query";
import { useLanguage, useWords } from "../language.tsx";
import { Loading } from "../states.tsx";
import { dictionary } from "../text/words.ts";
import { useDesk } from "./context.tsx";

type Told = { readonly happened: string; readonly next: string };
/** Codes that no node answers with: what this browser or this device had against it, or that the app itself failed. */
type Here =
  | "offline"
  | "passkey-declined"
  | "passkey-failed"
  | "passkey-exists"
  | "passkey-unverified"
  | "device-key-impossible"
  | "key-not-here"
  | "documents-locked"
  | "desk/session-expired"
  | "app-failed";

const words = dictionary<{
  readonly here: Readonly<Record<Here, Told>>;
  readonly unknown: Told;
  readonly code: string;
}>({
  zh: {
    here: {
      offline: { happened: "连不上节点，操作没有送达。", next: "请检查网络后重试。" },
      "passkey-declined": {
        happened: "没有完成指纹或面容验证，什么也没有签署。",
        next: "请再试一次，或改用设备密钥。",
      },
      "passkey-failed": { happened: "这台设备的通行密钥没有给出可用的签名。", next: "请改用设备密钥，或换一台设备。" },
      "passkey-exists": { happened: "这台设备已有这个通行密钥。", next: "请直接用它登录。" },
      "passkey-unverified": {
        happened: "这台设备没有验证是您本人，什么也没有签署。",
        next: "请先在设备上设置指纹、面容或锁屏密码。",
      },
      "device-key-impossible": { happened: "此浏览器不能保存设备密钥。", next: "请更新浏览器，或换一台设备。" },
      "key-not-here": { happened: "这台设备没有这把密钥。", next: "请在存有密钥的设备上操作，或以别的密钥登录。" },
      "documents-locked": { happened: "您的文件还没有在本机解锁。", next: "请先用通行密钥或恢复码解锁。" },
      "desk/session-expired": { happened: "登录已过期，什么也没有签署。", next: "请重新登录后再试。" },
      "app-failed": {
        happened: "应用出错，这一步没有完成；已签名并送出的操作不受影响。",
        next: "请再试一次或刷新页面；若再次出现，请联系医院或所在机构的信息科。",
      },
    },
    unknown: { happened: "操作被拒绝。", next: "请把下面的代码告诉医院或所在机构的信息科。" },
    code: "代码",
  },
  en: {
    here: {
      offline: {
        happened: "The node could not be reached; nothing was delivered.",
        next: "Check the network and try again.",
      },
      "passkey-declined": {
        happened: "Fingerprint or face was not confirmed; nothing was signed.",
        next: "Try again, or use a device key.",
      },
      "passkey-failed": {
        happened: "This device's passkey gave no usable signature.",
        next: "Use a device key, or another device.",
      },
      "passkey-exists": { happened: "This device has that passkey already.", next: "Sign in with it." },
      "passkey-unverified": {
        happened: "The device did not verify that it is you; nothing was signed.",
        next: "Set up a fingerprint, face or screen lock on the device first.",
      },
      "device-key-impossible": {
        happened: "This browser cannot keep a device key.",
        next: "Update the browser, or use another device.",
      },
      "key-not-here": {
        happened: "This device does not have that key.",
        next: "Use the device that has it, or sign in with another key.",
      },
      "documents-locked": {
        happened: "Your documents are not unlocked on this device yet.",
        next: "Unlock them with a passkey or the recovery code first.",
      },
      "desk/session-expired": {
        happened: "You are signed out by now; nothing was signed.",
        next: "Sign in again, then try once more.",
      },
      "app-failed": {
        happened: "The app failed and this was not finished; what was signed and sent before is not affected.",
        next: "Try again or reload the page; if it happens again, tell the hospital, or your institution's IT desk.",
      },
    },
    unknown: {
      happened: "The request was refused.",
      next: "Give the code below to the hospital, or to your institution's IT desk.",
    },
    code: "Code",
  },
});

const isHere = (code: string): code is Here => code in words.en.here;

/** What happened, why, and what to do next, for a code; the code itself last and small. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { node } = useDesk();
  const { language } = useLanguage();
  const say = useWords(words);
  const { data, isLoading } = useQuery({
    queryKey: ["rejections"],
    queryFn: () => node.ask<{ readonly rejections: { readonly [code: string]: Explanation } }>("GET", "/v1/rejections"),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !isHere(refusal.code),
  });
  const { code } = refusal;
  const told = isHere(code) ? say.here[code] : (data?.rejections[code]?.[language] ?? say.unknown);
  return (
    <>
      {isLoading ? (
        <Loading lines={2} />
      ) : (
        <>
          <p>{told.happened}</p>
          <p className="text-ink-2">{told.next}</p>
        </>
      )}
      <p className="mt-1 text-sm text-ink-3">
        {say.code} <code className="font-mono">{refusal.code}</code>
      </p>
    </>
  );
}
