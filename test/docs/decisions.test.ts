import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { anchorOf, headingsOf } from '../support/markdown.ts';

const text = readFileSync(join(projectRoot, 'DECISIONS.md'), 'utf8');
const [before = '', after = ''] = text.split(/^## Questions$/m);
const questions = headingsOf(after).map(({ title }) => title);
const links = [...before.matchAll(/^- \[(.+)\]\(#(\S+)\)$/gm)].map(([, title = '', anchor = '']) => ({
  title,
  anchor,
}));

describe('DECISIONS.md', () => {
  it('lists every question in its index, once, in the words of its heading', () => {
    expect(questions.length).toBeGreaterThan(50);
    expect(links.map(({ title }) => title).sort()).toEqual([...questions].sort());
  });

  it('has index entries that lead to their headings', () => {
    expect(links).toEqual(links.map(({ title }) => ({ title, anchor: anchorOf(title) })));
    expect(new Set(links.map(({ anchor }) => anchor)).size).toBe(links.length);
  });

  it('asks each question in a heading of its own, which links can lead to', () => {
    expect(questions.filter((question) => !/^Why .+\?$/.test(question))).toEqual([]);
    expect(after.match(/^\*\*.*/gm) ?? []).toEqual([]);
  });
});
