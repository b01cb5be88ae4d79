import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import type { Dictionary, Language } from "./text/words.ts";

type Choice = { readonly language: Language; readonly choose: (language: Language) => void };

const LanguageContext = createContext<Choice>({ language: "zh", choose: () => {} });

/** The language of everything below; also the document's. */
export function LanguageProvider({ language, choose, children }: Choice & { readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export const useLanguage = (): Choice => useContext(LanguageContext);

/** The words of a dictionary in the language that is chosen. */
export function useWords<T extends object>(dictionary: Dictionary<T>): T {
  const { language } = useLanguage();
  // Both have the same keys; `Matching` only widens literal texts.
  return dictionary[language] as T;
}
