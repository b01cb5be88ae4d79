import { byCode } from "@meridian/formulary/lookup";
import { categoryOf } from "@meridian/settlement-screens/claim-of";
import { settlementVocabulary } from "@meridian/settlement-screens/settlement-words";
import { useLanguage, useWords } from "@meridian/ui/language";
import { words } from "./words.ts";

/** What a product is called, with its class of the insurance list. */
export function useProductName(): (product: string) => string {
  const say = useWords(words);
  const { category } = useWords(settlementVocabulary);
  const { language } = useLanguage();
  return (product) => {
    const medicine = byCode(product);
    if (medicine === undefined) return product;
    return say.medicine(`${medicine.name[language]} ${medicine.strength}`, category[categoryOf(medicine.insurance)]);
  };
}
