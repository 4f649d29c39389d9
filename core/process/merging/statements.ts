/** What a set of raw objects does to the tables: files of `athena/`, in order and in one transaction; the watermark comes last. */
import type { PendingSet } from './pending-sets.ts';

/** Before the facts: what is set to zero rests on them. */
const totalsStatements = [
  'intermediate/account_reconciliation',
  'intermediate/reconciliation_gap',
  'intermediate/missing_observation',
  'intermediate/account_observation',
] as const;
const factStatements = [
  'intermediate/superseded_observation',
  'intermediate/creative_daily',
  'intermediate/account_coverage',
] as const;
const firstTotalsStatements = totalsStatements.filter((file) => file !== 'intermediate/missing_observation');
const firstFactStatements = ['intermediate/creative_daily_first', 'intermediate/account_coverage'] as const;
const listStatements = ['intermediate/account', 'intermediate/campaign', 'intermediate/creative'] as const;
const foundStatements = ['intermediate/creative_daily_campaign'] as const;
const watermark = ['intermediate/processed_run'] as const;

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
