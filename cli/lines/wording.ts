/** How figures of a report are written. An absent figure is "no data" and never zero. */
import { formatNumber } from '../../core/domain/language.ts';
import { money } from '../../core/domain/money.ts';

export { formatNumber };

const noData = 'no data';

/** "1,234", or "no data". */
export const formatFigure = (value: number | null): string => (value === null ? noData : formatNumber(value));

/** "1,234.5" of an exact decimal as text, with all its digits, or "no data". */
export const formatExact = (decimal: string | null): string =>
  // a number written as text keeps digits that a double would lose
  decimal === null ? noData : exactNumbers.format(decimal as `${number}`);

const exactNumbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** "12,345.60 EUR", "12,346 JPY", or "no data". An amount whose currency is unknown has two digits behind the point. */
export function formatMoney(value: number | null, currency: string | null): string {
  if (value === null) return noData;
  return currency === null ? amountsWithoutCurrency.format(value) : money(value, currency);
}

const amountsWithoutCurrency = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "0.49%" of sums, or "no data" without a denominator. */
export const formatRatio = (part: number | null, whole: number | null): string =>
  part !== null && whole !== null && whole > 0 ? percents.format(part / whole) : noData;

const percents = new Intl.NumberFormat('en-US', {
  style: 'percent',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** Said on every output that shows what the demo made up. */
export const simulatedLabel = 'This is a simulated LinkedIn account: every number is made up.';
