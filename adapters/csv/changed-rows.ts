import { commonMeasures } from '../../core/contracts/measures.ts';
import { openEngine, quoted } from './engine.ts';

export interface ComparedRows {
  /** Rows of the file as it is read today, one per key. */
  fresh: string;
  /** Those of its import and of earlier attempts to read what it rejected. */
  known: readonly string[];
  /** Those of all other imports of the platform, whenever they were made. */
  others: readonly string[];
  target: string;
  workFolder: string;
}

export interface ChangedKeys {
  /** Ad days that are new, or another sum than before. */
  changed: number;
  /** Those of them that a later import has as well. They are left to it. */
  superseded: number;
}

const files = (paths: readonly string[]): string => `read_parquet([${paths.map(quoted).join(', ')}])`;

const key = 'account_id, creative_id, stat_date';

/** Writes the ad days that a second reading of a file brought, where no later import has them. Nothing is written when there are none. */
export async function writeChangedRows({
  fresh,
  known,
  others,
  target,
  workFolder,
}: ComparedRows): Promise<ChangedKeys> {
  const engine = await openEngine(workFolder);
  const differs = [...commonMeasures, 'currency']
    .map((name) => `fresh.${name} is distinct from known.${name}`)
    .join(' or ');
  try {
    await engine.run(`
      create temp table changed as
      with known as (
        select * from ${files(known)}
        qualify row_number() over (partition by ${key} order by observed_at desc) = 1
      )
      select fresh.* from ${quoted(fresh)} as fresh left join known using (${key})
      where known.stat_date is null or ${differs}`);
    await engine.run(`create temp table other as select ${key}, observed_at from ${files([...known, ...others])}`);
    await engine.run(`
      create temp table wanted as
      select changed.* from changed
      anti join other
        on other.account_id = changed.account_id and other.creative_id = changed.creative_id
        and other.stat_date = changed.stat_date and other.observed_at > changed.observed_at`);
    const [row = {}] = await engine.rows(
      'select (select count(*) from changed) as changed, (select count(*) from wanted) as wanted',
    );
    const [changed, wanted] = [Number(row.changed), Number(row.wanted)];
    if (wanted > 0) await engine.run(`copy wanted to ${quoted(target)} (format parquet)`);
    return { changed, superseded: changed - wanted };
  } finally {
    engine.close();
  }
}

/** Whether one later import has every ad day of this one, as the import of a corrected file does. */
export async function isSuperseded({
  known,
  others,
  workFolder,
}: Pick<ComparedRows, 'known' | 'others' | 'workFolder'>): Promise<boolean> {
  if (others.length === 0) return false;
  const engine = await openEngine(workFolder);
  try {
    const found = await engine.rows(`
      with own as (select distinct ${key} from ${files(known)})
      select other.run_id from ${files(others)} as other join own using (${key})
      where other.observed_at > (select max(observed_at) from ${files(known)})
      group by other.run_id having count(*) = (select count(*) from own) limit 1`);
    return found.length > 0;
  } finally {
    engine.close();
  }
}
