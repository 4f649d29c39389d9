/** What is wrong with a row, in words. Codes are `<field>:<problem>`; they come from the reading of a file. */
export interface RowProblem {
  reason: string;
  remedy: string;
}

const problems: Record<string, (cell: string) => string> = {
  missing: () => 'is empty',
  unreadable: (cell) => `cannot be read: "${cell}"`,
  implausible: (cell) => `is implausible: "${cell}"`,
  negative: (cell) => `is negative: ${cell}`,
  fraction: (cell) => `is not a whole number: ${cell}`,
  too_large: (cell) => `is larger than 999,999,999 or not a number: "${cell}"`,
  'missing columns': (cell) => `is missing: the line ends after ${cell} columns and may be cut off`,
  'too many columns': (cell) =>
    `is followed by extra cells: the line has ${cell} columns; a value may contain an unquoted separator`,
  'unquoted value': () => 'has an unclosed quotation mark',
  'invalid encoding': () => 'contains bytes that are not valid in the encoding of the file',
  'line size over maximum': () => 'is in a line longer than 2 MB',
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
    return 'Export the file again, or fix the quotation marks in this line.';
  if (field === 'date')
    return 'Correct the date in this line and import the file again, or use --date-order if day and month are swapped.';
  if (problem === 'negative') return 'Correct the number. Credits and refunds cannot be assigned to one ad and day.';
  return 'Correct this line and import the file again; its other rows stay as they are.';
}
