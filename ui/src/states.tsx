import { CircleAlert, Inbox, Lock, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useWords } from "./language.tsx";
import { dictionary } from "./text/words.ts";

const words = dictionary({
  zh: {
    loading: "正在读取…",
    offlineTitle: "暂时连不上节点",
    offlineNext: "请检查网络；恢复后本页会自动更新。",
    deniedTitle: "您无权查看此内容",
    deniedNext: "请以有权限的身份登录，或返回上一页。",
    failedTitle: "没有成功",
    retry: "重试",
  },
  en: {
    loading: "Reading…",
    offlineTitle: "The node cannot be reached",
    offlineNext: "Check the network; this page goes on by itself once it is back.",
    deniedTitle: "This is not yours to see",
    deniedNext: "Sign in as somebody who may, or go back.",
    failedTitle: "That did not work",
    retry: "Try again",
  },
});

/** Grey bars where content will be. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  const { loading } = useWords(words);
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are alike
        <div key={line} className="h-4 animate-pulse rounded bg-sunken" />
      ))}
    </div>
  );
}

type NoticeProps = {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
};

/** What happened, why, and what to do next, where content would be. */
export function Notice({ icon, title, children, action }: NoticeProps) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-8 text-center">
      <div className="text-ink-3">{icon}</div>
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="max-w-prose text-ink-2">{children}</div>}
      {action}
    </div>
  );
}

export const Empty = ({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) => (
  <Notice icon={<Inbox size={28} aria-hidden />} title={title}>
    {children}
  </Notice>
);

export function Denied() {
  const { deniedTitle, deniedNext } = useWords(words);
  return (
    <Notice icon={<Lock size={28} aria-hidden />} title={deniedTitle}>
      {deniedNext}
    </Notice>
  );
}

export function Offline({ retry }: { readonly retry?: () => void }) {
  const say = useWords(words);
  return (
    <Notice
      icon={<WifiOff size={28} aria-hidden />}
      title={say.offlineTitle}
      action={retry && <Button onClick={retry}>{say.retry}</Button>}
    >
      {say.offlineNext}
    </Notice>
  );
}

export function Failed({ children, retry }: { readonly children?: ReactNode; readonly retry?: () => void }) {
  const say = useWords(words);
  return (
    <div role="alert">
      <Notice
        icon={<CircleAlert size={28} aria-hidden />}
        title={say.failedTitle}
        action={retry && <Button onClick={retry}>{say.retry}</Button>}
      >
        {children}
      </Notice>
    </div>
  );
}
