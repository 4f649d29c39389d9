/** Amounts of money: how many digits a currency has, and how an amount is written for people. */

const decimalsKnown = new Map<string, number>();

/**
 * Digits behind the point: 2 for EUR, 0 for JPY, 3 for KWD, by ISO 4217 as `Intl` knows it. Currencies that it does not know have 2.
 * Throws a RangeError for what is not three letters.
 */
export function decimalsOf(currency: string): number {
  const known = decimalsKnown.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  decimalsKnown.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}

/** "12,345.60 EUR", "12,346 JPY": all digits that the currency has. */
export function money(amount: number, currency: string): string {
  const digits = decimalsOf(currency);
  return `${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}
