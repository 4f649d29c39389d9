import { join } from 'node:path';
import { localObjectStore } from '../../adapters/local/object-store.ts';
import { localWarehouse } from '../../adapters/local/warehouse.ts';
import { runIdOf } from '../../core/contracts/keys.ts';
import { rawRelations } from '../../core/ports/warehouse.ts';
import { keepMaturity } from '../../core/process/merging/keep-maturity.ts';
import { statementsFor } from '../../core/process/merging/statements.ts';
import { adsConfig } from '../../core/settings/config.ts';
import { type Answer, bothEngines } from './both-engines.ts';
import { briefQuestionsAfter, type Question, questionsAfter, questionsBeforeMerging, sqlFiles } from './questions.ts';
import { rowsOfRuns, type Step, steps } from './story.ts';
import { storeObjects } from './story-objects.ts';
import { trinoWarehouse } from './trino-warehouse.ts';

export interface Played {
  answers: Answer[];
  /** The files of `athena/` that Trino ran. */
  exercised: ReadonlySet<string>;
}

/** Tells the story to both engines and asks both the same after each step. */
export async function play(trinoUrl: string, folder: string): Promise<Played> {
  const rows = rowsOfRuns();
  const duckdb = localWarehouse({
    file: join(folder, 'ads.duckdb'),
    sqlFiles,
    pathOf: (key) => join(folder, key),
    spillFolder: join(folder, 'spill'),
  });
  const trino = trinoWarehouse({
    url: trinoUrl,
    sqlFiles,
    raw: { schema: 'story', folder, lines: 'JSON' },
  });
  const engines = bothEngines(duckdb, trino);
  let step = '';
  let isFirst = true;
  const both = engines.asOne(() => step);
  const objects = localObjectStore(folder);

  const merge = async (title: string, run: NonNullable<Step['run']>) => {
    const stored = await storeObjects(folder, run.id, instantOf(run), rows.get(run.id)!);
    const statements = statementsFor({ objects: stored }, { daysAreNew: isFirst });
    isFirst = false;
    const parameters = parametersOfMerge(run, Object.values(stored).flat());
    for (const relation of rawRelations) await both.expose(relation, stored[relation]);
    await engines.ask(beforeMerging(title), questionsBeforeMerging);
    await trino.run(statements.slice(0, run.killedAfter ?? 0), parameters);
    await both.run(statements, parameters);
    await keepMaturity({ objects, warehouse: both, config: adsConfig.parse({}), now: () => instantOf(run) });
  };

  await both.setUp();
  for (const each of steps) {
    const { title, statement, run } = each;
    step = title;
    if (statement) await both.run([statement].flat());
    if (run) await merge(title, run);
    await engines.ask(title, questionsOf(each));
  }
  await both.close();
  return { answers: engines.answers, exercised: trino.exercised };
}

/** What is asked after a step. */
export const questionsOf = ({ run, isMilestone }: Step): Question[] =>
  isMilestone ? questionsAfter(run?.id) : briefQuestionsAfter(run?.id);

export const beforeMerging = (step: string): string => `${step}, before it is merged`;

const instantOf = ({ at }: NonNullable<Step['run']>): Date => new Date(`${at.replace(' ', 'T')}Z`);

const parametersOfMerge = (run: NonNullable<Step['run']>, keys: readonly string[]) => ({
  run_id: run.id,
  now: instantOf(run),
  object_ids: keys.map(runIdOf).join(','),
  dt: run.at.slice(0, 10),
  // more than what is exposed: the right answer must not rest on it
  from_day: '2026-01-01',
  to_day: '2026-12-31',
});
