import { commonMeasures, isCount } from '../../core/contracts/measures.ts';
import { addDays, dayOf } from '../../core/domain/calendar.ts';
import { decimalType } from './cells.ts';
import type { ReadPlan } from './plan.ts';
import { isBlank, isTotal } from './sum-rows.ts';

/** Negative money this small is a rounding residue of the platform (LinkedIn reports -2e-18) and means zero. */
export const negativeResidue = '-0.000001';
const earliestDate = '2000-01-01';

/** A condition under which a row is as it should be, and the code of a row that is not. */
interface Rule {
  good: string;
  code: string;
}

/**
 * What is wrong with a parsed row: `reject:…`, `total` for a totals row, `flag:…` for one that is kept, null for a good one. A
 * good row is told by one plain condition first: on large files the search for reasons would cost as much as the reading.
 */
export function qualityExpression(plan: ReadPlan, observedAt: Date): string {
  const rules = [...keyRules(plan, observedAt), ...metricRules(plan)];
  const allGood = rules.map(({ good }) => good).join(' and ');
  const reasons = rules.map(({ good, code }) => `when not (${good}) then '${code}'`);
  // Only where --date gives every row a day can a totals row look like a good one.
  return `case
        when ${plan.dates.fixed ? `${allGood} and not (${isTotal(plan)})` : allGood} then null
        when ${isBlank(plan)} then 'blank'
        when ${isTotal(plan)} then 'total'
        ${reasons.join('\n        ')}
      end`;
}

/** Every condition is true or false, never null: a blank metric is as good as any. */
function keyRules({ dates, recognition, account, currency }: ReadPlan, observedAt: Date): Rule[] {
  const tomorrow = addDays(dayOf(observedAt), 1);
  const present = (column: string, code: string): Rule => ({ good: `${column} is not null`, code });
  return [
    ...(dates.fixed ? [] : [{ good: '(stat_date is not null or date_text is not null)', code: 'reject:date:missing' }]),
    present('stat_date', 'reject:date:unreadable'),
    {
      good: `(stat_date between date '${earliestDate}' and date '${tomorrow}') is true`,
      code: 'reject:date:implausible',
    },
    ...(recognition.mapping.campaign.length > 0 ? [present('campaign_id', 'reject:campaign:missing')] : []),
    ...(recognition.grain === 'creative' ? [present('creative_key', 'reject:creative:missing')] : []),
    ...(account === null && recognition.mapping.account.length > 0
      ? [present('account_id', 'reject:account:missing')]
      : []),
    ...(currency.code === null
      ? [
          present('currency', 'reject:currency:missing'),
          { good: `coalesce(regexp_full_match(currency, '[A-Z]{3}'), false)`, code: 'reject:currency:unreadable' },
        ]
      : []),
  ];
}

function metricRules({ recognition, tolerant }: ReadPlan): Rule[] {
  const mapped = commonMeasures.filter((metric) => recognition.mapping[metric].length > 0);
  return [
    ...mapped
      .filter((metric) => tolerant.has(metric))
      .map((metric) => ({ good: `not ${metric}_unreadable`, code: `reject:${metric}:unreadable` })),
    ...mapped.map((metric) => ({
      good: `(${metric} >= ${metric === 'cost' ? negativeResidue : 0}) is not false`,
      code: `reject:${metric}:negative`,
    })),
    ...mapped.filter(isCount).map((metric) => ({
      good: `(cast(try_cast(${metric} as bigint) as ${decimalType}) = ${metric}) is not false`,
      code: `reject:${metric}:fraction`,
    })),
    ...(mapped.includes('clicks') && mapped.includes('impressions')
      ? [{ good: '(clicks <= impressions) is not false', code: 'flag:clicks_above_impressions' }]
      : []),
  ];
}
