import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { headingsOf } from '../support/markdown.ts';

/** Made or fetched, not written. */
const passedOver = ['node_modules', '.git', '.local', 'cdk.out', '__pycache__', 'package-lock.json'];
const written = /\.(ts|tsx|mjs|js|json|md|sql|py|sh|txt|ya?ml|properties|html|css)$|^[a-z]+$/;
/** It has to name what it forbids. */
const itself = 'test/docs/citations.test.ts';

const files = filesBelow(projectRoot).filter((file) => file !== itself);
const documents = files.filter((file) => file.endsWith('.md'));
const sections = new Map(documents.map((file) => [file, new Set(sectionsOf(read(file)))]));

describe('what is cited', () => {
  it('is looked for in every file', () => {
    expect(files.length).toBeGreaterThan(800);
    expect(files.flatMap((file) => citationsOf(file, read(file))).length).toBeGreaterThan(60);
  });

  it('is a section that exists in the document named last before it', () => {
    const missing = files
      .flatMap((file) => citationsOf(file, read(file)))
      .filter(({ document, section }) => !sections.get(document)?.has(section));
    expect(missing).toEqual([]);
  });

  it('is cited as §, so that it can be found', () => {
    const inWords = files.filter((file) => /\bsections? \d|\bfact sheet\b/i.test(read(file)));
    expect(inWords).toEqual([]);
  });

  it('is a document of the repository', () => {
    const missing = files.flatMap((file) =>
      [...read(file).matchAll(/[\w./-]*\w\.md\b/g)]
        .map(([name]) => name)
        .filter((name) => !isThere(file, name))
        .map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

interface Citation {
  file: string;
  /** Path from the root; empty where none is named before the §. */
  document: string;
  section: number;
}

/** In a document a bare § is its own. */
function citationsOf(file: string, text: string): Citation[] {
  let document = file.endsWith('.md') ? file : '';
  return [...text.matchAll(/\b((?:docs\/)?[\w-]+\.md)\b|§ ?(\d+)/g)].flatMap(([, named, section]) => {
    if (named && existsSync(join(projectRoot, named))) document = named;
    return section ? [{ file, document, section: Number(section) }] : [];
  });
}

/** The numbers of the headings that begin with one: `## 9. Analytics`. */
function sectionsOf(markdown: string): number[] {
  return headingsOf(markdown).flatMap(({ title }) => {
    const [, number] = /^(\d+)\. /.exec(title) ?? [];
    return number ? [Number(number)] : [];
  });
}

/** From the root, from the file that names it, or by its name alone where a document has it. */
const isThere = (file: string, name: string): boolean =>
  [projectRoot, join(projectRoot, dirname(file))].some((from) => existsSync(join(from, name))) ||
  documents.some((document) => basename(document) === name);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !passedOver.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return written.test(entry.name) ? [relative(projectRoot, path)] : [];
    });
}

function read(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}
