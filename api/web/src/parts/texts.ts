// The texts of the scripts, from the one catalogue: Chinese is the id, and .ci/texts writes the English of those used here.
import english from "./texts.en.json";

const texts: Record<string, string | string[]> = english;

/** Give a text in the language of the page; `n` among the values chooses the plural form. */
export function _(id: string, values: Record<string, string | number> = {}): string {
  const found = document.documentElement.lang === "en" ? texts[id] : id;
  const template = Array.isArray(found) ? found[values["n"] === 1 ? 0 : 1] : found;
  return (template ?? id).replace(/\{(\w+)\}/g, (field, name: string) => String(values[name] ?? field));
}
