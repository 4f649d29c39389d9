import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { localWarehouse } from '../../adapters/local/warehouse.ts';
import { statementsFor } from '../../core/stages/data-processor.ts';
import { selectOf } from './fixture-sql.ts';
import { type Question, questions, questionsBeforeMerging, sqlFiles } from './questions.ts';
import type { Row } from './same-rows.ts';
import { rowsOfRuns, type Step, steps } from './story.ts';
import { trinoWarehouse } from './trino-warehouse.ts';

/** What the data processor does for an import. */
const mergeStatements = statementsFor({ objects: { raw_import_rows: ['rows'], raw_analytics: [], raw_entities: [] } });

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
  for (const [id, given] of rows) await writeParquet(join(folder, `${id}.parquet`), selectOf(given));
  const duckdb = localWarehouse({
    file: join(folder, 'ads.duckdb'),
    sqlFiles,
    pathOf: (key) => join(folder, `${key}.parquet`),
    spillFolder: join(folder, 'spill'),
  });
  const trino = trinoWarehouse({ url: trinoUrl, sqlFiles, rowsOf: (key) => rows.get(key) ?? [] });
  const warehouses = [duckdb, trino];
  const answers: Answer[] = [];
  const ask = async (step: string, asked: readonly Question[]) => {
    const theirs = await Promise.all(asked.map(({ file, parameters }) => trino.rows(file, parameters)));
    for (const [at, question] of asked.entries()) {
      const ours = await duckdb.rows(question.file, question.parameters);
      answers.push({ step, question, duckdb: ours, trino: theirs[at]! });
    }
  };

  for (const warehouse of warehouses) await warehouse.setUp();
  for (const { title, statement, run } of steps) {
    for (const warehouse of warehouses) if (statement) await warehouse.run([statement]);
    if (run) {
      for (const warehouse of warehouses) await warehouse.expose('raw_import_rows', [run.id]);
      await ask(beforeMerging(title), questionsBeforeMerging);
      await trino.run(mergeStatements.slice(0, run.killedAfter ?? 0), parametersOfMerge(run));
      for (const warehouse of warehouses) await warehouse.run(mergeStatements, parametersOfMerge(run));
    }
    await ask(title, questions);
  }
  await duckdb.close();
  return { answers, exercised: trino.exercised };
}

export const beforeMerging = (step: string): string => `${step}, before it is merged`;

const parametersOfMerge = ({ id, at }: NonNullable<Step['run']>) => ({
  run_id: id,
  now: new Date(`${at.replace(' ', 'T')}Z`),
});

async function writeParquet(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${select}) to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}
