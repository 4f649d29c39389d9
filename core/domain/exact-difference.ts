/** Differences of exact decimals, as the warehouse writes them: at most nine places, never through a float. */

const places = 9;

/** `after − before` without zeros at its end: "5.2", "-3", "0". */
export function exactDifference(after: string, before: string): string {
  const difference = billionths(after) - billionths(before);
  const digits = (difference < 0n ? -difference : difference).toString().padStart(places + 1, '0');
  return `${difference < 0n ? '-' : ''}${withoutEndZeros(`${digits.slice(0, -places)}.${digits.slice(-places)}`)}`;
}

/** "12.340000000" becomes "12.34", "5.000000000" becomes "5". */
export const withoutEndZeros = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;

function billionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}
