import type { Refusal } from "@meridian/client/desk";
import type { Explanation } from "@meridian/kernel/explanation";
import { useQuery } from "@tanstack/react-query";
import { useLanguage, useWords } from "../language.tsx";
import { dictionary } from "../text/words.ts";
import { useDesk } from "./context.tsx";

const words = dictionary({
  zh: {
    offline: { happened: "连不上节点，操作没有送达。", next: "请检查网络后重试。" },
    unknown: { happened: "操作被拒绝。", next: "请把下面的代码告诉机构的信息科。" },
    code: "代码",
  },
  en: {
    offline: {
      happened: "The node could not be reached; nothing was delivered.",
      next: "Check the network and try again.",
    },
    unknown: { happened: "The request was refused.", next: "Give the code below to your institution's IT desk." },
    code: "Code",
  },
});

/** What happened, why, and what to do next, for a code; the code itself last and small. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { node } = useDesk();
  const { language } = useLanguage();
  const say = useWords(words);
  const { data } = useQuery({
    queryKey: ["rejections"],
    queryFn: () => node.ask<{ readonly rejections: { readonly [code: string]: Explanation } }>("GET", "/v1/rejections"),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: refusal.code !== "offline",
  });
  const told = refusal.code === "offline" ? say.offline : (data?.rejections[refusal.code]?.[language] ?? say.unknown);
  return (
    <>
      <p>{told.happened}</p>
      <p className="text-ink-2">{told.next}</p>
      <p className="mt-1 text-sm text-ink-3">
        {say.code} <code className="font-mono">{refusal.code}</code>
      </p>
    </>
  );
}
