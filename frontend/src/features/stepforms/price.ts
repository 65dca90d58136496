import { t } from "@/lib/i18n";

/** The catalog's price in words: "Credits: 50 per article". */
export function priceWords(credits: string): string {
  return credits === "" || credits === "0"
    ? t("stepform.free")
    : t("stepform.price", { price: credits });
}
