/** A stand-in until the scorer lands: the heads by their definition. */
import type { ModelFile, RateHead } from './model-file.ts';
import type { FeatureRows, Prediction, Scorer } from './scorer.ts';

export function createScorer(file: ModelFile): Scorer {
  return {
    file,
    predict: (rows, campaigns) =>
      asRows(rows, file.features.length).map((row, at) => predictRow(file, row, campaigns?.[at])),
    explain: () => [],
  };
}

const asRows = (rows: FeatureRows, width: number): readonly (readonly number[])[] =>
  rows instanceof Float64Array
    ? Array.from({ length: rows.length / width }, (_, at) => [...rows.subarray(at * width, (at + 1) * width)])
    : rows;

function predictRow(file: ModelFile, row: readonly number[], campaign = ''): Prediction {
  if (file.kind === 'bid_response') {
    const known = file.campaigns[campaign];
    if (!known?.identified || !known.responses || known.reference_bid === null) return { cost: null, clicks: null };
    const at = (response: { level: number; elasticity: number }) => {
      const expected = response.level * ((row[0] as number) / (known.reference_bid as number)) ** response.elasticity;
      return { expected, low: expected, high: expected };
    };
    return { cost: at(known.responses.cost), clicks: at(known.responses.clicks) };
  }
  const rate = (head: RateHead) => {
    let log = head.log_rate + (head.campaigns[campaign] ?? 0);
    for (const [name, by] of Object.entries(head.linear)) log += by * (row[file.features.indexOf(name)] as number);
    for (const tree of head.trees) {
      let node = 0;
      while (tree.left[node]) {
        const left = tree.left[node] as number;
        node = (row[tree.feature[node] as number] as number) <= (tree.threshold[node] as number) ? left : left + 1;
      }
      log += head.scale * (tree.value[node] as number);
    }
    const expected = Math.exp(log);
    return { expected, low: expected * 0.5, high: expected * 2 };
  };
  return { ctr: rate(file.heads.ctr), result_rate: file.heads.result_rate && rate(file.heads.result_rate) };
}
