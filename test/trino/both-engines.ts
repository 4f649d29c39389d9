/** A DuckDB and a Trino that are told the same, and what each answered. */
import type { SqlParameters, Warehouse } from '../../core/ports/warehouse.ts';
import type { Question } from './questions.ts';
import type { Row } from './same-rows.ts';
import type { TrinoWarehouse } from './trino-warehouse.ts';

export interface Answer {
  step: string;
  question: Question;
  duckdb: Row[];
  trino: Row[];
}

export interface BothEngines {
  duckdb: Warehouse;
  trino: TrinoWarehouse;
  /** In the order of asking. */
  answers: Answer[];
  /** Puts questions to both; answers are kept under the step's name. */
  ask(step: string, questions: readonly Question[]): Promise<void>;
  /** The warehouse port on both, for stages. What a stage reads is kept under the step's name too, and it goes on with DuckDB's word. */
  asOne(step: () => string): Warehouse;
}

/** More at once would only wait for one another. */
const askedAtOnce = 8;

export function bothEngines(duckdb: Warehouse, trino: TrinoWarehouse): BothEngines {
  const answers: Answer[] = [];
  const ask = async (step: string, question: Question): Promise<Row[]> => {
    const { file, parameters } = question;
    const [ours, theirs] = await Promise.all([duckdb.rows(file, parameters), trino.rows(file, parameters)]);
    answers.push({ step, question, duckdb: ours, trino: theirs });
    return ours;
  };
  const both = async (told: (warehouse: Warehouse) => Promise<void>) => {
    await Promise.all([duckdb, trino].map(told));
  };
  return {
    duckdb,
    trino,
    answers,
    async ask(step, questions) {
      const waiting = [...questions];
      const asker = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await ask(step, next);
      };
      await Promise.all(Array.from({ length: askedAtOnce }, asker));
    },
    asOne: (step) => ({
      setUp: () => both((each) => each.setUp()),
      expose: (relation, keys, next) => both((each) => each.expose(relation, keys, next)),
      run: (files, parameters) => both((each) => each.run(files, parameters)),
      write: (table, rows) => both((each) => each.write(table, rows)),
      rows: (file, parameters: SqlParameters = {}) => ask(step(), { file, parameters }),
      maintain: () => both((each) => each.maintain()),
      close: () => both((each) => each.close()),
    }),
  };
}
