/** Counts and shares in English sentences. */

const pluralRules = new Intl.PluralRules('en-US');
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** "1,234", "0.5": two digits behind the point at most. */
export const formatNumber = (value: number): string => numbers.format(value);

/** "row" for one, "rows" for any other number; a plural that does not end in s is given: `plural(2, 'entry', 'entries')`. */
export const plural = (count: number, one: string, other = `${one}s`): string =>
  pluralRules.select(count) === 'one' ? one : other;

/** "1 row", "2,000 rows", "0 entries". */
export const counted = (count: number, one: string, other?: string): string =>
  `${formatNumber(count)} ${plural(count, one, other)}`;

/** "0.53%" of 0.00531: significant digits, as shares may be small. */
export const percent = (share: number, significantDigits = 2): string =>
  `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: significantDigits })}%`;

/** "a", "a and b", "a, b, and c". */
export const listed = (parts: readonly string[]): string => new Intl.ListFormat('en-US').format(parts);
