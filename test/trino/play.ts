import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { localWarehouse } from '../../adapters/local/warehouse.ts';
import { gzipLines } from '../../core/gzip.ts';
import { type RawRelation, rawRelations } from '../../core/ports.ts';
import { statementsFor } from '../../core/stages/data-processor.ts';
import { selectOf } from './fixture-sql.ts';
import { type Question, questions, questionsBeforeMerging, sqlFiles } from './questions.ts';
import type { Row } from './same-rows.ts';
import { type RawObjects, rowsOfRuns, type Step, steps } from './story.ts';
import { trinoWarehouse } from './trino-warehouse.ts';

export interface Answer {
  step: string;
  question: Question;
  duckdb: Row[];
  trino: Row[];
}

export interface Played {
  answers: Answer[];
  /** The files of `athena/` that Trino ran. */
  exercised: ReadonlySet<string>;
}

/** Tells the story to both engines and asks both the same after each step. */
export async function play(trinoUrl: string, folder: string): Promise<Played> {
  const rows = rowsOfRuns();
  for (const [id, objects] of rows) await writeObjects(folder, id, objects);
  const duckdb = localWarehouse({
    file: join(folder, 'ads.duckdb'),
    sqlFiles,
    pathOf: (key) => join(folder, key),
    spillFolder: join(folder, 'spill'),
  });
  const trino = trinoWarehouse({
    url: trinoUrl,
    sqlFiles,
    rowsOf: (relation, key) => rows.get(runOf(key))?.[relation] ?? [],
  });
  const warehouses = [duckdb, trino];
  const answers: Answer[] = [];
  const ask = async (step: string, asked: readonly Question[]) => {
    const theirs = await Promise.all(asked.map(({ file, parameters }) => trino.rows(file, parameters)));
    for (const [at, question] of asked.entries()) {
      const ours = await duckdb.rows(question.file, question.parameters);
      answers.push({ step, question, duckdb: ours, trino: theirs[at]! });
    }
  };

  const merge = async (title: string, run: NonNullable<Step['run']>) => {
    const objects = objectsOf(run.id, rows.get(run.id)!);
    const statements = statementsFor({ objects });
    const parameters = parametersOfMerge(run, Object.values(objects).flat());
    for (const warehouse of warehouses)
      for (const relation of rawRelations) await warehouse.expose(relation, objects[relation]);
    await ask(beforeMerging(title), questionsBeforeMerging);
    await trino.run(statements.slice(0, run.killedAfter ?? 0), parameters);
    for (const warehouse of warehouses) await warehouse.run(statements, parameters);
  };

  for (const warehouse of warehouses) await warehouse.setUp();
  for (const { title, statement, run } of steps) {
    for (const warehouse of warehouses) if (statement) await warehouse.run([statement].flat());
    if (run) await merge(title, run);
    await ask(title, questions);
  }
  await duckdb.close();
  return { answers, exercised: trino.exercised };
}

export const beforeMerging = (step: string): string => `${step}, before it is merged`;

const parametersOfMerge = ({ id, at }: NonNullable<Step['run']>, keys: readonly string[]) => ({
  run_id: id,
  now: new Date(`${at.replace(' ', 'T')}Z`),
  object_ids: keys.join(','),
  dt: at.slice(0, 10),
  // more than what is exposed: the right answer must not rest on it
  from_day: '2026-01-01',
  to_day: '2026-12-31',
});

const keyOf = (id: string, relation: RawRelation): string => `${id}~${relation}`;
const runOf = (key: string): string => key.slice(0, key.indexOf('~'));

/** The keys of the objects that a run has, by relation. */
const objectsOf = (id: string, objects: RawObjects): Record<RawRelation, string[]> => {
  const keys = (relation: RawRelation) => (objects[relation].length > 0 ? [keyOf(id, relation)] : []);
  return {
    raw_import_rows: keys('raw_import_rows'),
    raw_analytics: keys('raw_analytics'),
    raw_entities: keys('raw_entities'),
  };
};

/** As the pipeline stores them: imports as Parquet, pulls as packed lines. */
async function writeObjects(folder: string, id: string, objects: RawObjects): Promise<void> {
  const { raw_import_rows: imported, ...pulled } = objects;
  if (imported.length > 0)
    await writeParquet(join(folder, keyOf(id, 'raw_import_rows')), selectOf('raw_import_rows', imported));
  for (const [relation, rows] of Object.entries(pulled))
    if (rows.length > 0) await writeFile(join(folder, keyOf(id, relation as RawRelation)), await gzipLines(rows));
}

async function writeParquet(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}
