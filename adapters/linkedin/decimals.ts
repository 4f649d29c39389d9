/** Exact decimals as text. Money never passes through a float. */

/** Plain digits of a decimal in any JSON notation; undefined when the text is none. "-2e-18" becomes "-0.000000000000000002". */
export function plainDecimal(written: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(written.trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent] = match;
  if (exponent === undefined) return written.trim();
  const point = whole.length + Number(exponent);
  const all = (whole + fraction).padStart(whole.length + fraction.length + Math.max(0, -point), '0').padEnd(point, '0');
  const at = Math.max(0, point);
  const tail = all.slice(at);
  return `${sign}${all.slice(0, at).replace(/^0+(?=\d)/, '') || '0'}${tail ? `.${tail}` : ''}`;
}

/** Whether two plain decimals are the same number: "75" and "75.00" are. */
export const sameDecimal = (one: string, other: string): boolean => canonical(one) === canonical(other);

function canonical(decimal: string): string {
  const negative = decimal.startsWith('-');
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  const digits = `${whole.replace(/^0+/, '') || '0'}.${fraction.replace(/0+$/, '')}`;
  return negative && digits !== '0.' ? `-${digits}` : digits;
}
