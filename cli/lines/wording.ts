const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** "1,234"; "no data" where nothing was measured. */
export const formatNumber = (value: number | null): string => (value === null ? 'no data' : numbers.format(value));

/** "1,234.5" of an exact decimal as text, with all its digits; "no data" where nothing was measured. */
export function formatExact(decimal: string | null): string {
  if (decimal === null) return 'no data';
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "1 row", "2,000 rows". */
export const count = (value: number, noun: string): string => `${formatNumber(value)} ${noun}${value === 1 ? '' : 's'}`;

/** "12,345.60 EUR"; "no data" where there is none: an absent amount is not zero. */
export const formatMoney = (value: number | null, currency: string | null): string =>
  value === null
    ? 'no data'
    : `${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency ?? ''}`.trim();

/** "0.49 %", of sums; "no data" without a denominator. */
export const formatRatio = (part: number | null, whole: number | null): string =>
  part !== null && whole !== null && whole > 0 ? `${((100 * part) / whole).toFixed(2)} %` : 'no data';

/** Said on every output that shows what the demo made up. */
export const simulatedLabel = 'This is a simulated LinkedIn account: every number is made up.';
