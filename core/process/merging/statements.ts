/** What a set of raw objects does to the tables: files of `athena/`, in order and in one transaction; the watermark comes last. */
import type { PendingSet } from './pending-sets.ts';

/** Before the facts: what is set to zero rests on them. */
const totalsStatements = [
  'merges/account_reconciliation',
  'merges/reconciliation_gap',
  'merges/missing_observation',
  'merges/account_observation',
] as const;
const factStatements = ['merges/superseded_observation', 'merges/creative_daily', 'merges/account_coverage'] as const;
const firstTotalsStatements = totalsStatements.filter((file) => file !== 'merges/missing_observation');
const firstFactStatements = ['merges/creative_daily_first', 'merges/account_coverage'] as const;
const listStatements = ['merges/account', 'merges/campaign', 'merges/creative'] as const;
const foundStatements = ['merges/creative_daily_campaign'] as const;
const watermark = ['merges/processed_run'] as const;

/**
 * Statements that a set has nothing for are left out: most pulls bring figures and no lists. `daysAreNew`: no merge that was finished
 * had figures of these days, so that nothing can be superseded or missing.
 */
export function statementsFor({ objects }: Pick<PendingSet, 'objects'>, { daysAreNew = false } = {}): string[] {
  const has = (relation: keyof typeof objects) => objects[relation].length > 0;
  const isImport = has('raw_import_rows');
  const [totals, facts] = daysAreNew
    ? [firstTotalsStatements, firstFactStatements]
    : [totalsStatements, factStatements];
  return [
    ...(has('raw_analytics') ? totals : []),
    ...(has('raw_analytics') || isImport ? facts : []),
    ...(has('raw_entities') || isImport ? listStatements : []),
    ...(has('raw_entities') ? foundStatements : []),
    ...watermark,
  ];
}
