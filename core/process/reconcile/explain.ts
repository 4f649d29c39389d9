/** Why a row differs, where that is known. Pure. */
import type { ComparedRow } from './compare.ts';
import type { Listed } from './listed.ts';

export interface Circumstances {
  /** First day whose figures may still change; null where every day is final. */
  provisionalFrom: string | null;
  /** First day that the warehouse has. */
  dataFrom: string | null;
  /** The earliest of the days on which the compared accounts were last observed. */
  observedThrough: string | null;
  /** What the newest list of an account names; nothing is known of an account without one. */
  listed: ReadonlyMap<string, Listed>;
}

/** States in which LinkedIn leaves an ad or campaign out of its exports. */
const gone = new Set(['REMOVED', 'PENDING_DELETION', 'CANCELED']);

/** One sentence for a row, or null. `others` are all rows that differ. */
export function explainDifference(
  row: ComparedRow,
  others: readonly ComparedRow[],
  known: Circumstances,
): string | null {
  return inOtherCurrency(row, others) ?? missing(row, known) ?? deleted(row, known) ?? provisional(row, known);
}

function inOtherCurrency(row: ComparedRow, others: readonly ComparedRow[]): string | null {
  if (row.kind === 'differs') return null;
  const other = others.find(
    (each) =>
      each.entity === row.entity &&
      each.stat_date === row.stat_date &&
      each.currency !== row.currency &&
      each.kind !== row.kind &&
      each.kind !== 'differs',
  );
  if (!other) return null;
  const [here, there] = row.kind === 'only_in_file' ? ['file', 'warehouse'] : ['warehouse', 'file'];
  return `it is ${row.currency} in the ${here} and ${other.currency} in the ${there}`;
}

function missing({ kind, stat_date }: ComparedRow, { dataFrom, observedThrough }: Circumstances): string | null {
  if (kind !== 'only_in_file') return null;
  if (dataFrom !== null && stat_date < dataFrom) return `the warehouse begins on ${dataFrom}`;
  if (observedThrough !== null && stat_date > observedThrough)
    return `the warehouse was last updated on ${observedThrough}`;
  return null;
}

function deleted({ kind, parts }: ComparedRow, { listed }: Circumstances): string | null {
  if (kind !== 'only_in_warehouse') return null;
  const isGone = parts.every(({ account_id, campaign_id, creative_id, source, ...statuses }) => {
    const list = listed.get(account_id);
    const isUnlisted = list !== undefined && !(list.creatives.has(creative_id) && list.campaigns.has(campaign_id));
    const isMarked = gone.has(statuses.creative_status ?? '') || gone.has(statuses.campaign_status ?? '');
    return source === 'api' && (isUnlisted || isMarked);
  });
  return isGone ? 'it was deleted on the platform: exports leave it out, and its figures stay in the warehouse' : null;
}

const provisional = ({ stat_date }: ComparedRow, { provisionalFrom }: Circumstances): string | null =>
  provisionalFrom !== null && stat_date >= provisionalFrom
    ? 'the day is provisional: the platform may have restated it in between'
    : null;
