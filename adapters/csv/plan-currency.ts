import type { Recognition } from '../../core/collect/imports/recognise.ts';
import type { ImportRecord } from '../../core/contracts/imports.ts';

const signs: Record<string, string> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₩': 'KRW', '₽': 'RUB', zł: 'PLN' };

/** The currency of a file's money and where that is known from: what a person said goes before what the file says. */
export function planCurrency(
  costs: readonly string[],
  { mapping, headerCurrency }: Recognition,
  { currency, defaultCurrency }: { currency?: string; defaultCurrency: string },
): ImportRecord['currency'] {
  if (currency) return { code: currency, source: 'option' };
  if (mapping.currency.length > 0) return { code: null, source: 'column' };
  if (headerCurrency) return { code: headerCurrency, source: 'header' };
  const sign = Object.keys(signs).find((each) => costs.some((cell) => cell.includes(each)));
  // "$" is the sign of some twenty currencies and settles nothing.
  if (sign) return { code: signs[sign] as string, source: 'sign' };
  return { code: defaultCurrency, source: 'config' };
}
