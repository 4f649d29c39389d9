/** Names of analytics fields, and how many fit into one call. */

/** Without these a row has no key; they count among the 20. */
export const keyFields = ['dateRange', 'pivotValues'] as const;

/** LinkedIn refuses more names in `fields`. */
const mostFields = 20;

/** Decimal strings on the wire; every other metric is a count or a ratio. */
const moneyMetrics = new Set([
  'costInLocalCurrency',
  'costInUsd',
  'conversionValueInLocalCurrency',
  'costPerQualifiedLead',
]);

export const isMoneyMetric = (metric: string): boolean => moneyMetrics.has(metric);

/** Each group with the key fields first; together every metric once, in the order asked. */
export function metricGroups(fields: readonly string[]): string[][] {
  const metrics = [...new Set(fields)].filter((field) => !(keyFields as readonly string[]).includes(field));
  const size = mostFields - keyFields.length;
  const groups: string[][] = [];
  for (let start = 0; start < metrics.length; start += size) {
    groups.push([...keyFields, ...metrics.slice(start, start + size)]);
  }
  return groups;
}
