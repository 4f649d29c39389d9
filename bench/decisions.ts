import { partsOfGain } from './decisions/ablation.ts';
import { byOptimizer, byThresholds } from './decisions/april-may.ts';
import { compete } from './decisions/compete.ts';
import { ourDecide, ourWindow } from './decisions/our-decide.ts';
import { readPlacements } from './decisions/placements.ts';
import {
  aprilMayLines,
  calibrationLines,
  countLines,
  partLines,
  summaryLines,
  worldLines,
} from './decisions/tables.ts';
import { developmentSeeds, plansOf, scoredSeeds } from './decisions/worlds.ts';
import { renewResults } from './results.ts';

/** Enough to see that everything runs; development seeds only. */
const smokePlans = () =>
  plansOf(developmentSeeds)
    .filter(({ size }) => size === 'small')
    .slice(0, 2)
    .map((plan) => ({ ...plan, playedDays: 20 }));

/**
 * What the optimizer in `auto` is worth: in worlds of the twin against leaving everything alone, fixed thresholds, and an oracle that knows
 * the world; whether what it says with probability p is right that often; and, on a real file, what it makes of a month before the next.
 */
export async function decisions({ smoke }: { smoke: boolean }): Promise<void> {
  const plans = smoke ? smokePlans() : plansOf(scoredSeeds);
  const contests = plans.map((plan) => {
    const contest = compete(plan, { decide: ourDecide, window: ourWindow });
    process.stderr.write('.');
    return contest;
  });
  process.stderr.write('\n');
  const lines = [
    `${plans.length} worlds of the twin, ${plans[0]?.playedDays} days each after ${plans[0]?.historyDays} days of history; the optimizer runs in \`auto\` within guardrails.`,
    "Results: what the ledger's clicks are worth at the true rates behind them, priced by account and kind as they are when everything is left alone. As drawn: with",
    'the chance of the last step included. Equal spend: compared with leaving everything alone, budgets scaled until the spend is equal. Intervals: 95%, bootstrap over worlds.',
    '',
    ...summaryLines(contests),
    '',
    ...worldLines(contests),
    '',
    ...countLines(contests),
    '',
    'Proposals by their stated probability, and how often they were right by the truth of that morning: stated → right (how many).',
    '',
    ...calibrationLines(contests.flatMap(({ actions }) => actions.judged)),
    '',
    ...(smoke ? [] : partsLines()),
    ...placementLines(),
  ];
  console.log(lines.join('\n'));
  if (!smoke) renewResults('decisions', 'npm run bench -- decisions', lines);
}

/** Small and medium worlds of development with one kind of campaigns each: what they show is not scored. */
function partsLines(): string[] {
  const plans = plansOf(developmentSeeds).filter(
    ({ size, mix }) => size !== 'large' && ['lead generation', 'website conversions', 'traffic'].includes(mix),
  );
  return [
    `Each kind of action alone, and all together, in ${plans.length} development worlds: results at equal spend, median world.`,
    '',
    ...partLines(partsOfGain(plans, { decide: ourDecide, window: ourWindow })),
    '',
  ];
}

function placementLines(): string[] {
  const placements = readPlacements();
  if (!placements) return ['Real data: no data, as ../shared/data/ads/online_advertising_apr_may.csv is missing.'];
  return [
    'Real data (online_advertising_apr_may.csv): decided on April alone, and what happened in May.',
    '',
    ...aprilMayLines([
      { by: 'optimizer', study: byOptimizer(placements, ourDecide, ourWindow) },
      { by: 'thresholds', study: byThresholds(placements) },
    ]),
  ];
}
