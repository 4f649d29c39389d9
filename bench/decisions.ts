import { byOptimizer, byThresholds } from './decisions/april-may.ts';
import { compete } from './decisions/compete.ts';
import { ourDecide, ourWindow } from './decisions/our-decide.ts';
import { readPlacements } from './decisions/placements.ts';
import { aprilMayLines, calibrationLines, countLines, summaryLines, worldLines } from './decisions/tables.ts';
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
    `${plans.length} worlds of ${plans[0]?.playedDays} days after ${plans[0]?.historyDays} days of history, with one policy each time; the optimizer in \`auto\` within guardrails. Results are what the`,
    'clicks of the ledger were truly worth, valued by account and kind at their price when left alone. Intervals: 95 %, bootstrap over worlds.',
    '',
    ...summaryLines(contests),
    '',
    ...worldLines(contests),
    '',
    ...countLines(contests),
    '',
    'What was proposed with a probability, and how often it was right by the truth of that morning: stated → right (how many).',
    '',
    ...calibrationLines(contests.flatMap(({ doings }) => doings.judged)),
    '',
    ...placementLines(),
  ];
  console.log(lines.join('\n'));
  if (!smoke) renewResults('decisions', 'npm run bench -- decisions', lines);
}

function placementLines(): string[] {
  const placements = readPlacements();
  if (!placements)
    return [
      'Real data: the file ../shared/data/ads/online_advertising_apr_may.csv is not beside the repository: no data.',
    ];
  return [
    'Real data (online_advertising_apr_may.csv): decided on April alone, and what became of it in May.',
    '',
    ...aprilMayLines([
      { by: 'optimizer', study: byOptimizer(placements, ourDecide, ourWindow) },
      { by: 'thresholds', study: byThresholds(placements) },
    ]),
  ];
}
