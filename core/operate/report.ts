import { z } from 'zod';
import type { Manifest, ProvisionalDay } from '../contracts/aggregates.ts';
import { type CommonMeasure, commonMeasures, eachMeasure, isMoney } from '../contracts/measures.ts';
import type { Report, Sums } from '../contracts/report.ts';
import { newestEffectsReview } from '../optimize/effects/review.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { readManifest, readSpan } from '../process/aggregates/publish.ts';
import { readReconciliation } from '../process/platform-totals.ts';
import { countRejected } from '../process/quarantine/open-records.ts';
import { decodeText } from '../running/documents.ts';
import { ask, askOne } from '../sql/ask.ts';
import { count, decimal, optionalText } from '../sql/columns.ts';

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'simulated'>;

const totalsRow = z.object({
  currency: optionalText.transform(String),
  ...eachMeasure(commonMeasures, () => decimal.nullable()),
});
const entitiesRow = z.object({ creatives: count, campaigns: count, days: count });

/** Sums over everything in the facts, exact to the last digit that the platforms gave. Money is never added across currencies. */
export async function report(deps: Deps): Promise<Report> {
  const { warehouse, objects, simulated } = deps;
  const perCurrency = await ask(warehouse, 'queries/operate/report_totals', totalsRow);
  const entities = await askOne(warehouse, 'queries/operate/report_entities', entitiesRow);
  const span = await readSpan(deps);
  const rejected = await countRejected(objects);
  const reconciliation = await readReconciliation(warehouse);
  const manifest = (await readManifest(deps))?.manifest;
  const [only, ...others] = perCurrency;
  const single = others.length === 0 ? only : undefined;
  const total = (measure: CommonMeasure) =>
    isMoney(measure) ? (single?.[measure] ?? null) : addExactly(perCurrency.map((each) => each[measure]));
  return {
    simulated,
    totals: {
      ...eachMeasure(commonMeasures, total),
      ...entities,
      currency: single?.currency ?? null,
    },
    by_currency: Object.fromEntries(perCurrency.map(({ currency, ...sums }) => [currency, sums])),
    rejected: rejected.total,
    quarantine: rejected.objects,
    ...span,
    provisional: manifest ? await provisionalSums(objects, manifest) : {},
    unreconciled_days: reconciliation.open_days,
    own_changes: (await newestEffectsReview(objects))?.earned_and_lost ?? [],
    generation: manifest?.generation ?? null,
  };
}

async function provisionalSums(objects: Deps['objects'], { files }: Manifest): Promise<Report['provisional']> {
  const key = files['provisional_days.json']?.key;
  const stored = key && (await objects.get(key));
  if (!stored) return {};
  const days: ProvisionalDay[] = JSON.parse(decodeText(stored.body));
  const currencies = [...new Set(days.map(({ currency }) => currency))];
  return Object.fromEntries(
    currencies.map((currency) => {
      const own = days.filter((day) => day.currency === currency);
      return [currency, { days: own.length, seen: sumOf(own, 'seen'), expected: sumOf(own, 'expected') }];
    }),
  );
}

const sumOf = (days: readonly ProvisionalDay[], which: 'seen' | 'expected'): Sums =>
  eachMeasure(commonMeasures, (measure) => addExactly(days.map(({ metrics }) => metrics[measure]?.[which] ?? null)));

const nanos = 1e9;

/** Counts may have decimals (Google's conversions); in billionths they add without a residue. What nobody measured stays null. */
function addExactly(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + Math.round(value * nanos), 0) / nanos;
}
