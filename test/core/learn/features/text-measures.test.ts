import { describe, expect, it } from 'vitest';
import { hasSocialProof, isUrgent, mentionedWords, mentionsIn } from '../../../../core/learn/features/mentions.ts';
import { measureText, normalise, type TextMeasure } from '../../../../core/learn/features/text-measures.ts';

describe('a text', () => {
  it.each<[string, TextMeasure, number]>([
    ['', 'words', 0],
    ['Lohn für Europa, aus einer Hand', 'words', 6],
    ["Don't wait: it's state-of-the-art", 'words', 4],
    ['Costs 3.5 or 12,000?', 'words', 4],
    ['物流を改善', 'characters', 5],
    ['🚚🚚', 'characters', 2],
    ['  two   words ', 'characters', 9],
    ['One. Two! Three?', 'sentences', 3],
    ['Version 3.5 of example.com', 'sentences', 1],
    ['Really?! Yes… "No." So what', 'sentences', 4],
    ['配送が遅い。解決します。', 'sentences', 2],
    ['Great news! 🎉', 'sentences', 1],
    ['From 1,200 to 3.5 in 2026', 'numbers', 3],
    ['B2B and 3PL', 'numbers', 2],
    ['14 percent', 'percent', 1],
    ['14 Prozent', 'percent', 1],
    ['14%', 'percent', 1],
    ['Percentile', 'percent', 0],
    ['€9', 'currency_sign', 1],
    ['¥900', 'currency_sign', 1],
    ['9 USD', 'currency_sign', 0],
    ['What? Why？', 'questions', 2],
    ['Now! Go!!', 'exclamations', 3],
    ['👩‍💻 👍🏽 ❤️', 'emoji', 3],
    ['#1 of 10 *', 'emoji', 0],
    ['ÄÖü', 'capital_share', 2 / 3],
    ['123', 'capital_share', 0],
    ['The ROI of it', 'all_caps_word', 1],
    ['I am A Person', 'all_caps_word', 0],
    ['GmbH', 'all_caps_word', 0],
    ['ÜBER uns', 'all_caps_word', 1],
  ])('"%s" has as %s %s', (text, measure, value) => {
    expect(measureText(text)[measure]).toBeCloseTo(value, 12);
  });

  it('counts the same however its accents were typed', () => {
    const composed = 'Café für 3 Lagerhäuser';
    const decomposed = composed.normalize('NFD');
    expect(decomposed).not.toBe(composed);
    expect(measureText(decomposed)).toEqual(measureText(composed));
    expect(normalise(decomposed)).toBe(composed);
  });

  it('that is not there has nothing', () => {
    expect(new Set(Object.values(measureText(null)))).toEqual(new Set([0]));
  });
});

describe('mentions', () => {
  it('are whole words in any case, wherever in the ad', () => {
    const found = mentionsIn(['FREE trial', null, 'New: today only']);
    expect(mentionedWords.filter((_, at) => found[at] === 1)).toEqual(['free', 'new', 'today']);
    expect(mentionsIn(['freedom newsletter nowhere database'])).toEqual(mentionedWords.map(() => 0));
  });

  it.each([
    ['Last chance to register', 1],
    ['Only 3 seats left', 1],
    ['Offer ends today', 1],
    ['Nur noch wenige Plätze', 1],
    ['The last mile', 0],
    ['A sonnet ends well', 0],
  ])('of urgency in "%s": %s', (text, urgent) => {
    expect(isUrgent([text])).toBe(urgent);
  });

  it.each([
    ['Trusted by 12,000 teams', 1],
    ['We asked 380 shippers', 1],
    ['A customer story', 1],
    ['Rated best', 1],
    ['Our trusted advice', 0],
    ['Seven countries', 0],
  ])('of social proof in "%s": %s', (text, proof) => {
    expect(hasSocialProof([text])).toBe(proof);
  });
});
