import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { coreOrder } from '../support/house-rules.ts';

/** Folders of the source; what is made or installed beside them is no part of it. */
const topFolders = readdirSync(projectRoot, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => /^\w/.test(name) || ['.ci', '.github'].includes(name))
  .filter((name) => !['node_modules', 'cdk.out'].includes(name));
const paths = topFolders.flatMap(pathsBelow);
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'DECISIONS.md',
  ...paths.filter((path) => /^docs\/[^/]+\.md$/.test(path)),
];

/** A path of the repository: it begins with one of its top folders. `<stage>` and `*` stand for any one name. */
const namedPath = new RegExp(`(?<![\\w./:-])(?:${topFolders.map(escaped).join('|')})/(?:[\\w.*/-]|<[\\w-]+>)*`, 'g');
const link = /\]\(([^)\s#]+)(?:#[^)]*)?\)/g;

describe('the documents', () => {
  it.each(documents)('%s names only paths that exist', (document) => {
    expect(missingPaths(read(document))).toEqual([]);
  });

  it.each(documents)('%s links only to files that exist', (document) => {
    const targets = [...read(document).matchAll(link)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => relative(projectRoot, join(projectRoot, dirname(document), target)));
    expect(targets.filter((target) => !isThere(target))).toEqual([]);
  });

  it('are looked through for paths in tables, pictures and sentences', () => {
    expect(namedPathsOf(read('docs/architecture.md')).length).toBeGreaterThan(150);
    expect(namedPathsOf(read('CONTRIBUTING.md')).length).toBeGreaterThan(80);
  });
});

describe('a path in a document', () => {
  it.each([
    ['ask `core/no-such-room/file.ts`.', 'core/no-such-room/file.ts'],
    ['a["Merge<br/>athena/merges/no_such_file.sql"]', 'athena/merges/no_such_file.sql'],
    ['`lambdas/<stage>/no-such-file.ts`', 'lambdas/<stage>/no-such-file.ts'],
    ['`core/stages/optimizer.ts/`', 'core/stages/optimizer.ts/'],
  ])('is found missing in: %s', (text, path) => {
    expect(missingPaths(text)).toEqual([path]);
  });

  it.each([
    'the handler `lambdas/<stage>/handler.ts`, of `core/stages/`.',
    '`athena/athena-only/raw_*.sql`',
    'raw/analytics/ and state/core/ are folders of the data',
  ])('is found there in: %s', (text) => {
    expect(missingPaths(text)).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const rows = [
    ...read('docs/architecture.md').matchAll(/^\| (?:\d+|beside) \| `core\/([\w-]+)(?:\.ts|\/)` \| (.+) \|$/gm),
  ];
  const described = rows.map(([, room = '']) => room);

  it('describes every room of core, and no other', () => {
    const rooms = readdirSync(join(projectRoot, 'core')).map((name) => name.replace(/\.ts$/, ''));
    expect(described.toSorted()).toEqual(rooms.toSorted());
    expect(rows.filter(([, , text = '']) => text.length < 20)).toEqual([]);
  });

  it('gives them in the order in which they may import each other', () => {
    expect(described).toEqual([...coreOrder.flat(), 'deployment']);
  });
});

const missingPaths = (text: string): string[] => namedPathsOf(text).filter((path) => !isThere(path));

function namedPathsOf(text: string): string[] {
  const found = [...text.replaceAll('<br/>', ' ').matchAll(namedPath)].map(([path]) => path.replace(/[.-]+$/, ''));
  return [...new Set(found)];
}

function isThere(path: string): boolean {
  const asked = escaped(path).replace(/<[\w-]+>|\\\*/g, '[^/]+');
  const pattern = new RegExp(`^${asked}${path.endsWith('/') ? '' : '/?'}$`);
  return path === '' || rootFiles.includes(path) || paths.some((each) => pattern.test(each));
}

/** Files as they are, folders with a slash at their end. */
function pathsBelow(folder: string): string[] {
  const entries = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
  const below = entries.map((entry) => {
    const path = relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join('/');
    return entry.isDirectory() ? `${path}/` : path;
  });
  return [`${folder}/`, ...below];
}

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const rootFiles = readdirSync(projectRoot);
