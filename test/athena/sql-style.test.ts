import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSqlFiles, projectRoot } from '../../cli/runtime.ts';

const athena = loadSqlFiles(join(projectRoot, 'athena'));
const maximumLines = 80;

/** Words on which DuckDB and Trino disagree without saying so, and what to write instead. */
const traps: readonly [RegExp, string][] = [
  [/\bformat\(/, 'format( is another language in each engine: use || and cast'],
  [/\bregexp_replace\(/, 'regexp_replace( replaces the first match here, all there: use replace('],
  [/\belement_at\(/, 'element_at( is only in Trino for arrays: use values[1]'],
  [/\bextract\(\s*dow\b/, 'extract(dow counts days from another one in each engine: use date_trunc'],
  [/\bgreatest\(/, 'greatest( with a null is null only in Trino: use case'],
  [/\bconcat\(/, 'concat( with a null is null only in Trino: use ||'],
];

describe('athena/', () => {
  it.each([...athena])('%s keeps to the style', (path, text) => {
    expect(problemsOf(path, text)).toEqual([]);
  });

  it('has no file that nothing runs and no test names', () => {
    const code = ['core', 'cli', 'test'].flatMap(typeScriptIn).join('\n');
    const unused = [...athena.keys()].filter((path) => !code.includes(`'${path}'`) && !isReadByOthers(path));
    expect(unused).toEqual([]);
  });
});

describe('the style', () => {
  const model = (body: string) => `-- grain: one row\n${body}`;

  it.each([
    ['marts/a', 'select 1 as a', 'the first line is not "-- grain: …"'],
    ['marts/a', '-- grain: one row\nselect 1 as A', 'upper case outside of quotes and comments: A'],
    ['marts/a', model('select 1 as a\n'.repeat(maximumLines)), '81 lines, at most 80'],
    ['marts/a', model('select * from raw_import_rows'), 'reads raw_import_rows'],
    ['views/a', model('select * from b join raw_c on true'), 'reads raw_c'],
    ['staging/stg_a', model('select * from creative'), 'reads creative'],
    ['staging/stg_a', model('select * from raw_a cross join raw_b'), 'joins'],
    ['tables/a', model('create table if not exists b (c string)'), 'makes or changes b, not a'],
    ['merges/a', model('merge into b as target using (select 1)'), 'makes or changes b, not a'],
    ['marts/a', model("select concat('a', b) from c"), traps[5]![1]],
    ['marts/a', model('select extract(dow from b) from c'), traps[3]![1]],
  ])('refuses in %s: %s', (path, text, problem) => {
    expect(problemsOf(path, text)).toEqual([problem]);
  });

  it('lets quotes and comments say anything', () => {
    expect(problemsOf('marts/a', model("-- Never concat(a)\nselect 'FROM raw_a' as a from b"))).toEqual([]);
  });
});

function problemsOf(path: string, text: string): string[] {
  const [folder, name] = path.split('/') as [string, string];
  const bare = withoutQuotesAndComments(text);
  const problems: string[] = [];
  if (!/^-- grain: \S/.test(text)) problems.push('the first line is not "-- grain: …"');
  const upper = bare.match(/\w*[A-Z]\w*/);
  if (upper) problems.push(`upper case outside of quotes and comments: ${upper[0]}`);
  const lines = text.trimEnd().split('\n').length;
  if (lines > maximumLines) problems.push(`${lines} lines, at most ${maximumLines}`);
  for (const relation of relationsIn(bare))
    if (relation.startsWith('raw_') !== (folder === 'staging')) problems.push(`reads ${relation}`);
  if (folder === 'staging' && /\bjoin\b/.test(bare)) problems.push('joins');
  const target = /\b(?:create table if not exists|merge into) (\w+)/.exec(bare)?.[1];
  // a second statement on a table is named after it: creative_daily_campaign
  if (target !== undefined && target !== name && !name.startsWith(`${target}_`))
    problems.push(`makes or changes ${target}, not ${name}`);
  return [...problems, ...traps.filter(([trap]) => trap.test(bare)).map(([, instead]) => instead)];
}

/** What a file reads apart from its own CTEs. `is distinct from` reads nothing. */
function relationsIn(bare: string): string[] {
  const own = new Set([...bare.matchAll(/^(\w+) as \($/gm)].map(([, name]) => name));
  const read = bare.replaceAll('distinct from', '').matchAll(/\b(?:from|join)\s+([a-z_]\w*)/g);
  return [...new Set([...read].map(([, name]) => name!))].filter((name) => !own.has(name));
}

/** Tables and views are run by every warehouse's `setUp()`; they are of use when another file reads or changes them. */
function isReadByOthers(path: string): boolean {
  const [folder, name] = path.split('/') as [string, string];
  if (!['tables', 'staging', 'views', 'merges'].includes(folder)) return false;
  return [...athena].some(([other, text]) => {
    const bare = withoutQuotesAndComments(text);
    return other !== path && (relationsIn(bare).includes(name) || bare.includes(`merge into ${name} `));
  });
}

const withoutQuotesAndComments = (text: string): string =>
  text.replace(/'(?:[^']|'')*'|--.*$/gm, (part) => (part.startsWith("'") ? "''" : ''));

const typeScriptIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('sql-style.test.ts'))
    .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8'));
