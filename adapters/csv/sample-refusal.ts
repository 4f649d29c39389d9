import { readHeaderName } from '../../core/collect/imports/header-names.ts';
import type { Recognition } from '../../core/collect/imports/recognise.ts';
import type { FileRefusal } from '../../core/collect/imports/refusal.ts';
import type { Sample } from './sample.ts';

/** Where exports write the last day of a row's period. */
const periodEnds: Record<string, string> = { 'start date': 'end date', 'reporting starts': 'reporting ends' };

/** Why a file must not be imported, as far as its values tell: the header was found good. */
export const sampleRefusal = (sample: Sample, recognition: Recognition): FileRefusal | undefined =>
  severalDays(sample, recognition) ?? twoOfOneName(sample, recognition);

function severalDays({ header: { columns }, rows }: Sample, { mapping }: Recognition): FileRefusal | undefined {
  const names = columns.map((column) => readHeaderName(column).name);
  const start = columns.indexOf(mapping.date[0] ?? '');
  const endName = periodEnds[names[start] ?? ''];
  const end = endName === undefined ? -1 : names.indexOf(endName);
  if (end < 0) return undefined;
  const longer = rows.filter((row) => (row[end] ?? '').trim() !== '' && row[start]?.trim() !== row[end]?.trim());
  if (longer.length * 2 <= rows.length) return undefined;
  return {
    reason: `its rows cover several days each, from "${columns[start]}" to "${columns[end]}", such as ${longer[0]?.[start]} to ${longer[0]?.[end]}`,
    remedy: 'Export it by day (with a breakdown or time increment of one day).',
  };
}

function twoOfOneName({ header: { columns }, rows }: Sample, { mapping }: Recognition): FileRefusal | undefined {
  const twice = Object.values(mapping)
    .flat()
    .find((column) => {
      const [first, ...others] = columns.flatMap((each, at) => (each === column ? [at] : []));
      return others.some((other) => rows.some((row) => row[other] !== row[first ?? 0]));
    });
  if (twice === undefined) return undefined;
  return {
    reason: `it has two columns "${twice}" with different values`,
    remedy: `Rename one of them in the file, or leave it out of the export.`,
  };
}
