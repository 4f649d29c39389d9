/** Reads a snapshot's CSV back as numbers, for the gate and for comparing with what Python saw. */

import type { ModelName } from '../../contracts/model-file.ts';
import { StoredDataError } from '../../errors.ts';
import { creativeColumns } from './creative-samples.ts';
import { type CsvTable, parseCsv } from './csv-text.ts';
import type { ParsedSnapshotRows } from './snapshot-file.ts';

/** A StoredDataError names the file and the column that is missing or holds no number. */
export function parseSnapshotRows(model: ModelName, text: string, name = 'test.csv'): ParsedSnapshotRows {
  const table = parseCsv(name, text);
  const column = (title: string): string[] => columnOf(name, table, title);
  const numbers = (title: string): Float64Array => numbersOf(name, title, column(title));
  const features = featuresOf(model, table);
  return {
    model,
    features,
    rows: table.rows.length,
    values: valuesOf(name, table, features),
    campaigns: column('campaign'),
    clusters: column(model === 'creative_scorer' ? 'creative' : 'campaign'),
    targets: model === 'creative_scorer' ? rates(numbers) : amounts(numbers),
  };
}

const featuresOf = (model: ModelName, { header }: CsvTable): string[] =>
  model === 'bid_optimizer'
    ? ['bid']
    : header.filter((title) => !(creativeColumns as readonly string[]).includes(title));

const rates = (numbers: (title: string) => Float64Array): ParsedSnapshotRows['targets'] => ({
  ctr: { counts: numbers('clicks'), exposures: numbers('impressions') },
  result_rate: { counts: numbers('results'), exposures: numbers('result_impressions') },
});

/** Over one day each. */
const amounts = (numbers: (title: string) => Float64Array): ParsedSnapshotRows['targets'] =>
  Object.fromEntries(
    ['cost', 'clicks', 'results'].map((title) => {
      const counts = numbers(title);
      return [title, { counts, exposures: new Float64Array(counts.length).fill(1) }];
    }),
  );

function columnOf(name: string, { header, rows }: CsvTable, title: string): string[] {
  const at = header.indexOf(title);
  if (at < 0) throw new StoredDataError(name, `the column ${title} is missing`);
  return rows.map((row) => row[at] as string);
}

/** Empty is NaN: not known. */
const numbersOf = (name: string, title: string, cells: readonly string[]): Float64Array =>
  Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : numberOf(name, title, cell)));

function numberOf(name: string, title: string, cell: string): number {
  const value = cell.trim() === '' ? Number.NaN : Number(cell);
  if (!Number.isFinite(value)) throw new StoredDataError(name, `"${cell}" in the column ${title} is not a number`);
  return value;
}

function valuesOf(name: string, { header, rows }: CsvTable, features: readonly string[]): Float64Array {
  const places = features.map((feature) => header.indexOf(feature));
  const values = new Float64Array(rows.length * features.length);
  let at = 0;
  for (const row of rows)
    for (const [which, place] of places.entries()) {
      const cell = row[place] as string;
      // a day without a bid is one on which a model of bids says nothing
      values[at++] =
        cell === '' && features[which] === 'bid' ? Number.NaN : numberOf(name, features[which] as string, cell);
    }
  return values;
}
