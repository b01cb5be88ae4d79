import { LanguageProvider } from "@meridian/ui/language";
import type { Language } from "@meridian/ui/text/words";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

type Theme = "light" | "dark";
type Preferences = {
  readonly theme: Theme;
  readonly large: boolean;
  readonly set: (change: Partial<{ readonly theme: Theme; readonly large: boolean }>) => void;
};

const PreferencesContext = createContext<Preferences>({ theme: "light", large: false, set: () => {} });
export const usePreferences = (): Preferences => useContext(PreferencesContext);

const stored = (key: string): string | null => localStorage.getItem(`meridian/${key}`);
const store = (key: string, value: string): void => localStorage.setItem(`meridian/${key}`, value);

/** `?lang=` wins and stays; else what was chosen here, else the browser's. */
function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? stored("language");
  if (asked === "zh" || asked === "en") return asked;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Language, theme and size of type, kept in this browser. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const [theme, setTheme] = useState<Theme>(stored("theme") === "dark" ? "dark" : "light");
  const [large, setLarge] = useState(stored("type") === "large");
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    document.documentElement.dataset["type"] = large ? "large" : "normal";
  }, [theme, large]);
  const choose = useCallback((next: Language) => {
    store("language", next);
    setLanguage(next);
  }, []);
  const preferences = useMemo(
    (): Preferences => ({
      theme,
      large,
      set: (change) => {
        if (change.theme !== undefined) {
          store("theme", change.theme);
          setTheme(change.theme);
        }
        if (change.large !== undefined) {
          store("type", change.large ? "large" : "normal");
          setLarge(change.large);
        }
      },
    }),
    [theme, large],
  );
  return (
    <PreferencesContext value={preferences}>
      <LanguageProvider language={language} choose={choose}>
        {children}
      </LanguageProvider>
    </PreferencesContext>
  );
}
