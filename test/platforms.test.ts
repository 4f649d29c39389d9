import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { linkedInField } from '../adapters/linkedin/measures.ts';
import { measures } from '../core/contracts/measures.ts';
import { platforms } from '../core/contracts/values.ts';

const core = fileURLToPath(new URL('../core/', import.meta.url));
const sources = readdirSync(core, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(`${core}${name}`, 'utf8') }));

const withMatch = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('the core', () => {
  it('speaks of measures by our names only', () => {
    const foreign = measures.map(linkedInField).filter((field) => !(measures as readonly string[]).includes(field));
    expect(foreign).toContain('costInLocalCurrency');
    expect(withMatch(new RegExp(`\\b(${foreign.join('|')})\\b`))).toEqual([]);
  });

  it('never asks which platform it is', () => {
    expect(withMatch(new RegExp(`[=!]==? '(${platforms.join('|')})'|case '(${platforms.join('|')})'`))).toEqual([]);
  });
});
