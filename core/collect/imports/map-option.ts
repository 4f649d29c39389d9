import { columnMapping, type MappedField } from '../../contracts/imports.ts';
import { UsageError } from '../../errors.ts';

export type ExplicitMapping = Partial<Record<MappedField, string[]>>;

const fields = Object.keys(columnMapping.shape) as MappedField[];

/**
 * Reads `--map impressions=displays,creative=banner+placement`. A column whose name holds a comma, plus or equals sign is
 * written in double quotes. `field=` leaves a field out.
 */
export function parseMapOption(text: string): ExplicitMapping {
  const mapping: ExplicitMapping = {};
  for (const assignment of split(text, ',')) {
    const [name = '', ...rest] = split(assignment, '=');
    const field = name.trim() as MappedField;
    if (rest.length !== 1) throw badMap(`"${assignment}" is not field=column`);
    if (!fields.includes(field)) throw badMap(`"${field}" is not a field`);
    if (mapping[field]) throw badMap(`"${field}" is given twice`);
    mapping[field] = split(rest[0] ?? '', '+')
      .map(unquote)
      .filter((column) => column !== '');
  }
  return mapping;
}

function badMap(problem: string): UsageError {
  return new UsageError(
    `--map: ${problem}`,
    `Write --map field=column,field=column+column with the fields ${fields.join(', ')}; put a column name that holds , + or = in double quotes.`,
  );
}

/** Splits at a separator outside of double quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let current = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  return [...parts, current];
}

const unquote = (text: string): string => text.trim().replace(/^"(.*)"$/, '$1');
