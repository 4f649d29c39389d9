export type Row = Record<string, unknown>;

/** Sums of doubles depend on the order of adding, which no engine promises. */
const relativeError = 1e-12;

/**
 * Both results in a form in which equal ones are equal: rows in one order unless the file states one, and doubles that differ
 * by no more than the order of adding explains taken from the left. Everything else stays as the engines said it.
 */
export function comparable(left: readonly Row[], right: readonly Row[], ordered: boolean): [Row[], Row[]] {
  const [ours, theirs] = ordered ? [left, right] : [sorted(left), sorted(right)];
  return [[...ours], theirs.map((row, at) => withDoublesOf(ours[at] ?? {}, row))];
}

const sorted = (rows: readonly Row[]): Row[] => {
  const key = (row: Row) => JSON.stringify(Object.values(row).map((value) => (isDouble(value) ? 'double' : value)));
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
};

const isDouble = (value: unknown): boolean => typeof value === 'number' && !Number.isInteger(value);

const withDoublesOf = (left: Row, right: Row): Row =>
  Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name, isNear(left[name], value) ? left[name] : value]),
  );

const isNear = (left: unknown, right: unknown): boolean =>
  typeof left === 'number' &&
  typeof right === 'number' &&
  Math.abs(left - right) <= relativeError * Math.max(Math.abs(left), Math.abs(right));

/** Whether a file ends in an ORDER BY of its own. */
export const isOrdered = (text: string): boolean => /^order by [^()]*$/m.test(text.trimEnd().split('\n').at(-1) ?? '');
