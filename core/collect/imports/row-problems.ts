/** What is wrong with a row, in words. Codes are `<field>:<problem>`; they come from the reading of a file. */
export interface RowProblem {
  reason: string;
  remedy: string;
}

const problems: Record<string, (cell: string) => string> = {
  missing: () => 'is empty',
  unreadable: (cell) => `cannot be read: "${cell}"`,
  implausible: (cell) => `is not a plausible day: "${cell}"`,
  negative: (cell) => `is negative: ${cell}`,
  fraction: (cell) => `is not a whole number: ${cell}`,
  too_large: (cell) => `is larger than 999,999,999 or not a number: "${cell}"`,
  'missing columns': (cell) => `is missing: the line ends after ${cell} columns, as if cut off`,
  'too many columns': (cell) =>
    `is followed by more: the line has ${cell} columns; a value may hold a separator without quotes`,
  'unquoted value': () => 'has a quotation mark that is never closed',
  'invalid encoding': () => 'holds bytes that are no text in the encoding of the file',
  'line size over maximum': () => 'belongs to a line that is longer than 2 MB',
};

export function describeProblem(field: string, problem: string, cell: string): RowProblem {
  const describe = problems[problem] ?? (() => `cannot be read (${problem})`);
  return {
    reason: `${field} ${describe(cell)}`,
    remedy: remedyFor(field, problem),
  };
}

function remedyFor(field: string, problem: string): string {
  if (problem === 'missing columns') return 'Export the file again; this line was cut off.';
  if (problem === 'too many columns' || problem === 'unquoted value')
    return 'Export the file again, or put quotation marks right in this line.';
  if (field === 'date')
    return 'Correct the date in this line and import the file again, or use --date-order if day and month changed places.';
  if (problem === 'negative') return 'Correct the number; credits and refunds do not belong to an ad on a day.';
  return 'Correct this line and import the file again; its other rows stay as they are.';
}
