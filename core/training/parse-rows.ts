/** A stand-in until the scorer lands. */
import type { ModelName } from '../models/model-file.ts';
import type { ParsedSnapshotRows } from './snapshot-file.ts';

/** Columns: campaign, features …, then `<target>:count` and `<target>:exposure` for each target. */
export function parseSnapshotRows(model: ModelName, text: string): ParsedSnapshotRows {
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.split(',');
  const cells = lines.map((line) => line.split(','));
  const features = names.filter((name) => name !== 'campaign' && !name.includes(':'));
  const column = (name: string) => Float64Array.from(cells, (row) => Number(row[names.indexOf(name)]));
  const targets = names.filter((name) => name.endsWith(':count')).map((name) => name.slice(0, -':count'.length));
  return {
    model,
    features,
    rows: cells.length,
    values: Float64Array.from(cells.flatMap((row) => features.map((name) => Number(row[names.indexOf(name)])))),
    campaigns: cells.map((row) => row[names.indexOf('campaign')] ?? ''),
    targets: Object.fromEntries(
      targets.map((name) => [name, { counts: column(`${name}:count`), exposures: column(`${name}:exposure`) }]),
    ),
  };
}
