/** Words that copywriters reach for, as whole words in any case. */
import { normalise } from './text-measures.ts';

export const mentionedWords = [
  'free',
  'new',
  'now',
  'today',
  'limited',
  'exclusive',
  'guaranteed',
  'proven',
  'data',
  'professional',
] as const;

/** Time runs out, or supply does. English and German, the languages that ads of ours were seen in. */
const urgency =
  /\b(hurry|urgent|last chance|last call|ends? (?:today|tonight|tomorrow|soon)|deadline|don[’']t miss|before it[’']s too late|act (?:now|fast)|only \d+ (?:left|days|hours|seats|spots)|while (?:stocks|supplies) last|final (?:days?|hours?)|limited time|expires?|letzte chance|nur noch|jetzt sichern|endet (?:heute|bald|morgen))\b/iu;
/** Others did it, or say so. A number of people counts: "380 shippers", "12,000 customers". */
const socialProof =
  /\b(trusted by|used by|loved by|chosen by|joined? (?:over |more than )?[\d.,]+|testimonials?|case stud(?:y|ies)|customer stor(?:y|ies)|reviews?|rated|award(?:s|-winning)?|as seen (?:in|on)|your peers|[\d.,]+\+? (?:\w+ )?(?:customers|companies|teams|people|users|members|clients|businesses|marketers|shippers|peers|kunden|unternehmen)|vertrauen uns|kundenstimmen?)\b/iu;

const patterns = mentionedWords.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'iu'));

/** 1 or 0 each, in the order of `mentionedWords`. */
export function mentionsIn(texts: readonly (string | null)[]): number[] {
  const text = joined(texts);
  return patterns.map((pattern) => (pattern.test(text) ? 1 : 0));
}

export const isUrgent = (texts: readonly (string | null)[]): number => (urgency.test(joined(texts)) ? 1 : 0);
export const hasSocialProof = (texts: readonly (string | null)[]): number => (socialProof.test(joined(texts)) ? 1 : 0);

const joined = (texts: readonly (string | null)[]): string => texts.map(normalise).join(' \n ');
