/** Compares an export with the warehouse, and says why rows differ where that is known. Changes nothing. */
import type { Grain } from '../../contracts/values.ts';
import { dayOf } from '../../domain/calendar.ts';
import { AdsError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { ask } from '../../sql/ask.ts';
import { readSpan } from '../aggregates/publish.ts';
import { mergedObjectIds, readWatermark } from '../merging/merged-objects.ts';
import { listedSince, pendingSets } from '../merging/pending-sets.ts';
import { countRejected } from '../quarantine/open-records.ts';
import { type ComparedRow, compareSides, type SideComparison } from './compare.ts';
import { explainDifference } from './explain.ts';
import { type ComparedMetric, type FileRow, type WarehouseRow, warehouseRow } from './figures.ts';
import { newestLists } from './listed.ts';
import { findMatching, type Matching } from './match.ts';

/** An export as it was read, by whatever reads it. */
export interface ReadExport {
  name: string;
  platform: string;
  recognisedAs: string;
  grain: Grain;
  rows: FileRow[];
  /** Those that the file has a column of. */
  metrics: ComparedMetric[];
  /** Rows that cannot be read. */
  rejected: number;
  /** Neither the file nor the person names its currency. */
  isCurrencyAssumed: boolean;
}

/** `reconcile --json`. Gaps are the warehouse less the file. */
export interface Reconciliation extends Omit<SideComparison, 'rows'> {
  simulated: boolean;
  file: string;
  recognised_as: string;
  platform: string;
  accounts: string[];
  compared_by: 'ad' | 'campaign';
  /** What the two have in common: "campaign id and ad name". */
  matched_by: string;
  /** The file has one row per ad, but names them in a way that the warehouse does not know. */
  is_coarser: boolean;
  from: string;
  to: string;
  metrics: ComparedMetric[];
  agrees: boolean;
  rows: (Omit<ComparedRow, 'parts' | 'entity'> & { explanation: string | null })[];
  /** Rows of the file that cannot be read. */
  unread_rows: number;
  /** Objects that were collected or imported and not merged yet. */
  unmerged_objects: number;
  in_quarantine: number;
}

type Deps = Pick<StageDeps, 'warehouse' | 'objects' | 'now' | 'simulated'>;

/** AdsError where the warehouse has nothing of the file's days, or no campaign in common with it. */
export async function reconcileExport(file: ReadExport, deps: Deps): Promise<Reconciliation> {
  const { warehouse, objects } = deps;
  const days = file.rows.map(({ stat_date }) => stat_date).sort();
  const [from, to] = [days[0] ?? '', days.at(-1) ?? ''];
  const parameters = { platform: file.platform, from_day: from, to_day: to };
  const stored = await ask(warehouse, 'queries/process/named_creative_days', warehouseRow, parameters);
  if (stored.length === 0) throw nothingStored(file, from, to);
  const matching = findMatching(file.rows, stored, file.grain);
  if (!matching) throw nothingInCommon(file);
  const own = stored.filter(({ account_id }) => matching.accounts.includes(account_id));
  const rows = file.isCurrencyAssumed ? inCurrencyOf(own, file.rows) : file.rows;
  const compared = compareSides({ file: rows, warehouse: own, matching, metrics: file.metrics });
  const span = await readSpan(deps);
  const circumstances = {
    provisionalFrom: span.provisional_from,
    dataFrom: span.data_from,
    observedThrough: earliest(own.map(({ observed_on }) => observed_on)),
    listed: await newestLists(objects, file.platform, matching.accounts),
  };
  return {
    simulated: deps.simulated,
    file: file.name,
    recognised_as: file.recognisedAs,
    platform: file.platform,
    accounts: matching.accounts,
    compared_by: levelOf(matching),
    matched_by: matching.by,
    is_coarser: matching.level !== file.grain,
    from,
    to,
    metrics: file.metrics,
    agrees: compared.days.every((day) => day.agrees),
    days: compared.days,
    totals: compared.totals,
    rows: compared.rows.map(({ parts, entity, ...row }) => ({
      ...row,
      explanation: explainDifference({ ...row, parts, entity }, compared.rows, circumstances),
    })),
    empty_rows: compared.empty_rows,
    unread_rows: file.rejected,
    unmerged_objects: await unmergedObjects(deps),
    in_quarantine: (await countRejected(objects)).total,
  };
}

/** Of the days that the next merge reads. */
async function unmergedObjects({ warehouse, objects, now }: Deps): Promise<number> {
  const since = listedSince((await readWatermark(warehouse)).newestDay, dayOf(now()));
  const pending = await pendingSets(objects, await mergedObjectIds(warehouse, since), since);
  return pending.reduce((sum, { objectIds }) => sum + objectIds.length, 0);
}

const levelOf = ({ level }: Matching) => (level === 'creative' ? 'ad' : 'campaign');

/** A file that names no currency is taken to be in the warehouse's, where that is one. */
function inCurrencyOf(warehouse: readonly WarehouseRow[], file: readonly FileRow[]): FileRow[] {
  const [only, ...others] = new Set(warehouse.map(({ currency }) => currency));
  return file.map((row) => (only === undefined || others.length > 0 ? row : { ...row, currency: only }));
}

const earliest = (days: readonly (string | null)[]): string | null =>
  days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);

function nothingStored({ name, platform }: ReadExport, from: string, to: string): AdsError {
  return new AdsError(
    `The warehouse has no figures for the platform ${platform} from ${from} to ${to}, the days of ${name}`,
    'Collect or import them, then run "npm run ads -- process". If the file is from another platform, give --platform.',
  );
}

function nothingInCommon({ name, rows: [row] }: ReadExport): AdsError {
  return new AdsError(
    `The warehouse has no campaign of ${name} on its days, such as "${row?.campaign_name ?? row?.campaign_id}"`,
    'Check that it is an export of the same account. --map names the column that holds the campaign.',
  );
}
