/** Figures in sentences, with units, and no more digits than are known. */
import { formatNumber, plural } from '../../domain/language.ts';
import { decimalsOf } from '../../domain/money.ts';

/** An estimate: all digits of the currency below 10 only, as more would claim what the data does not know. */
export function roughMoney(amount: number | null, currency: string): string {
  if (amount === null) return 'an unknown amount';
  const digits = Math.abs(amount) < 10 ? decimalsOf(currency) : 0;
  return `${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

/** Rounded down, so that nothing short of a threshold reads like it, and never "100%". */
export function sureness(probability: number): string {
  if (probability > 0.99) return 'more than 99%';
  return probability < 0.01 ? 'less than 1%' : `${Math.floor(probability * 100)}%`;
}

/** "12,000 more impressions": two digits, rounded up. */
export function moreImpressions(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  const rounded = Math.ceil(value / unit) * unit;
  return `${formatNumber(rounded)} more ${plural(rounded, 'impression')}`;
}

/** "the next 14 days". */
export const nextDays = (days: number): string => plural(days, 'the next day', `the next ${formatNumber(days)} days`);

/** "the campaign's other ad", "the campaign's 3 other ads". */
export const otherAds = (others: number): string =>
  plural(others, "the campaign's other ad", `the campaign's ${formatNumber(others)} other ads`);
