/** What can be counted in one text of an ad, whatever its language. */

/** Counts, but `percent`, `currency_sign` and `all_caps_word`, which are 0 or 1, and `capital_share`, from 0 to 1. */
export const textMeasures = [
  'words',
  'characters',
  'sentences',
  'numbers',
  'percent',
  'currency_sign',
  'questions',
  'exclamations',
  'emoji',
  'capital_share',
  'all_caps_word',
] as const;
export type TextMeasure = (typeof textMeasures)[number];

/** Letters and digits, held together by apostrophes, hyphens, and the marks inside of numbers. */
const word = /[\p{L}\p{M}\p{N}]+(?:['’.,\-‑][\p{L}\p{M}\p{N}]+)*/gu;
const number = /\p{Nd}+(?:[.,'’]\p{Nd}+)*/gu;
/** A mark ends a sentence before a space or at the end of the text: "3.5" and "example.com" hold none. */
const sentenceEnd = /[.!?…]+(?=["'”’)\]]*(?:\s|$))|[。！？]+/u;
const percent = /%|‰|\bper ?cent\b|\bprozent\b/iu;
/** One that is joined of several, or has a colour of skin, is one. */
const emoji = /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*/gu;
/** Two capitals or more, with nothing small: "ROI", "NEW". */
const allCaps = /(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{Lu}\p{N}]*\p{Lu}[\p{Lu}\p{N}]*(?![\p{L}\p{M}\p{N}])/u;

/** Null is a text that is not there: all zeros. */
export function measureText(raw: string | null): Record<TextMeasure, number> {
  const text = normalise(raw);
  const letters = count(text, /\p{L}/gu);
  return {
    words: count(text, word),
    characters: [...text].length,
    sentences: text.split(sentenceEnd).filter((part) => /[\p{L}\p{N}]/u.test(part)).length,
    numbers: count(text, number),
    percent: percent.test(text) ? 1 : 0,
    currency_sign: /\p{Sc}/u.test(text) ? 1 : 0,
    questions: count(text, /[?？]/gu),
    exclamations: count(text, /[!！]/gu),
    emoji: count(text, emoji),
    capital_share: letters === 0 ? 0 : count(text, /\p{Lu}/gu) / letters,
    all_caps_word: allCaps.test(text) ? 1 : 0,
  };
}

/** The same characters however they were typed (é as one code point or two), spaces as one, none around. */
export const normalise = (text: string | null): string => (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
