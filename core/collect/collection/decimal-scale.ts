/** Exact decimals as the warehouse keeps them: decimal(18, 9). Money never passes through a float. */
const scale = 9;
const wholeDigits = 9;

/** Rounded half up to nine places; undefined for what is no decimal or has more than nine digits before the point. */
export function warehouseDecimal(value: string | number): string | undefined {
  // Most values are a small whole number.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e9) return String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = scale - fraction.length + Number(exponent);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : halfUp(digits, 10n ** BigInt(-shift));
  const text = scaled.toString().padStart(scale + 1, '0');
  if (text.length > wholeDigits + scale) return undefined;
  return `${sign && scaled > 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

const halfUp = (digits: bigint, by: bigint): bigint => (digits + by / 2n) / by;
