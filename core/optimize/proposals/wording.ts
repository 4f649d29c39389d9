/** Figures in sentences, with units, and no more digits than are known. */

/** Two significant digits: more would claim what the data does not know. */
export const percent = (share: number): string =>
  `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} %`;

export function money(amount: number | null, currency: string): string {
  if (amount === null) return 'an unknown sum';
  const digits = Math.abs(amount) < 10 ? 2 : 0;
  return `${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

/** A bid or a budget as it is set. */
export const setMoney = (amount: number, currency: string): string =>
  `${amount.toLocaleString('en-US', { maximumFractionDigits: 2 })} ${currency}`;

export const count = (value: number): string => value.toLocaleString('en-US');

/** Rounded down, so that nothing short of a threshold reads like it, and never "100 %". */
export function sureness(probability: number): string {
  if (probability > 0.99) return 'more than 99 %';
  return probability < 0.01 ? 'less than 1 %' : `${Math.floor(probability * 100)} %`;
}

export function roundedUp(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return count(Math.ceil(value / unit) * unit);
}
