/** The benchmark's figures as lines of Markdown. */
import type { Part } from './ablation.ts';
import type { AprilMay, Sums } from './april-may.ts';
import { type Bin, calibrationError, calibrationOf, type Judged } from './calibration.ts';
import type { Contest } from './compete.ts';
import { bootstrapped, type Interval, quantile } from './intervals.ts';
import type { Counting } from './score.ts';

const percent = (share: number, decimals = 1): string => `${(100 * share).toFixed(decimals)}%`;
const signed = (share: number): string => `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`;
const spread = ({ value, low, high }: Interval, show = signed): string =>
  `${show(value)} (${show(low)} to ${show(high)})`;

const gain =
  (policy: keyof Contest['scores'], counting: Counting = 'expected') =>
  ({ scores }: Contest): number =>
    scores[policy][counting].equalSpend;

const median =
  (value: (contest: Contest) => number) =>
  (contests: Contest[]): number =>
    quantile(contests.map(value), 0.5);

/** Of all worlds together: sums, so that a world where there is little to gain does not weigh like any other. */
const shareReached = (contests: readonly Contest[]): number =>
  total(contests.map(gain('optimizer'))) / total(contests.map(gain('oracle')));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function worldLines(contests: readonly Contest[]): string[] {
  return [
    '| seed | account | objectives | optimizer | as drawn | oracle | share of it | thresholds | they spend | changes | wrong pauses | breaches |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...contests.map((contest) => {
      const { plan, scores, actions } = contest;
      const changes = total(Object.values(actions.applied));
      return `| ${[
        plan.seed,
        plan.size,
        plan.mix,
        signed(gain('optimizer')(contest)),
        signed(gain('optimizer', 'results')(contest)),
        signed(gain('oracle')(contest)),
        percent(gain('optimizer')(contest) / gain('oracle')(contest), 0),
        signed(gain('thresholds')(contest)),
        percent(scores.thresholds.expected.spendShare, 0),
        changes,
        `${actions.wrongPauses} of ${actions.pauses}`,
        actions.breaches.length,
      ].join(' | ')} |`;
    }),
  ];
}

const shareOf = (contests: readonly Contest[], holds: (contest: Contest) => boolean): string =>
  `${contests.filter(holds).length} of ${contests.length}`;

export function summaryLines(contests: readonly Contest[]): string[] {
  const worst = Math.min(...contests.map(gain('optimizer')));
  const pauses = total(contests.map(({ actions }) => actions.pauses));
  const wrong = total(contests.map(({ actions }) => actions.wrongPauses));
  const breaches = contests.flatMap(({ actions }) => actions.breaches);
  return [
    '| | result | target |',
    '|---|---|---|',
    `| results at equal spend against doing nothing, median world | ${spread(bootstrapped(contests, median(gain('optimizer'))))} | ≥ +15% |`,
    `| the same, as the world drew them | ${spread(bootstrapped(contests, median(gain('optimizer', 'results'))))} | |`,
    `| results per unit of spend against doing nothing, median world | ${spread(
      bootstrapped(
        contests,
        median(({ scores }) => scores.optimizer.expected.perSpend),
      ),
    )} | |`,
    `| spend against doing nothing, median world | ${percent(median(({ scores }) => scores.optimizer.expected.spendShare)([...contests]))} | |`,
    `| worst world | ${signed(worst)} | ≥ −3% |`,
    `| oracle, median world | ${spread(bootstrapped(contests, median(gain('oracle'))))} | |`,
    `| share of the oracle's gain, all worlds combined | ${spread(bootstrapped(contests, shareReached), percent)} | ≥ 60% |`,
    `| ahead of fixed thresholds at equal spend | ${shareOf(contests, (each) => gain('optimizer')(each) > gain('thresholds')(each))} | ≥ 90% |`,
    `| ahead of them in results per unit of actual spend | ${shareOf(contests, ({ scores }) => scores.optimizer.expected.perSpend > scores.thresholds.expected.perSpend)} | |`,
    `| ahead of them in results | ${shareOf(contests, ({ scores }) => boughtBy(scores.optimizer.expected) > boughtBy(scores.thresholds.expected))} | |`,
    `| guardrail breaches | ${breaches.length} | 0 |`,
    `| wrong pauses | ${wrong} of ${pauses} (${pauses > 0 ? percent(wrong / pauses) : 'no data'}) | |`,
    ...breaches.slice(0, 5).map((breach) => `| breach | ${breach} | |`),
  ];
}

const boughtBy = ({ spendUsd, perSpend }: Contest['scores']['oracle']['expected']): number => spendUsd * (1 + perSpend);

export function countLines(contests: readonly Contest[]): string[] {
  const sums = (counts: readonly Record<string, number>[]): [string, number][] => {
    const all = new Map<string, number>();
    for (const [name, count] of counts.flatMap((each) => Object.entries(each)))
      all.set(name, (all.get(name) ?? 0) + count);
    return [...all].sort(([, one], [, other]) => other - one);
  };
  const listedCounts = (counts: readonly [string, number][]): string =>
    counts.map(([name, count]) => `${name} ${count}`).join(', ');
  return [
    `Applied: ${listedCounts(sums(contests.map(({ actions }) => actions.applied))) || 'nothing'}.`,
    `Blocked, by the first rule that blocked, once a morning: ${listedCounts(sums(contests.map(({ actions }) => actions.bound)).slice(0, 10)) || 'nothing'}.`,
    `Refused by the platform: ${total(contests.map(({ actions }) => actions.refused))}.`,
  ];
}

export function calibrationLines(judged: readonly Judged[]): string[] {
  const groups = ['all', ...new Set(judged.map(({ action }) => action))].map((action) => ({
    action,
    bins: calibrationOf(judged.filter((each) => action === 'all' || each.action === action)),
  }));
  const cell = ({ count, stated, right }: Bin): string =>
    count === 0 ? '–' : `${percent(stated!, 0)} → ${percent(right!, 0)} (${count})`;
  const used = groups[0]!.bins.map((bin, place) => ({ bin, place })).filter(({ bin }) => bin.count > 0);
  return [
    `| proposals | ${used.map(({ bin }) => `${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`).join(' | ')} | mean distance |`,
    `|---|${used.map(() => '---|').join('')}---|`,
    ...groups.map(({ action, bins }) => {
      const error = calibrationError(bins);
      return `| ${action} | ${used.map(({ place }) => cell(bins[place]!)).join(' | ')} | ${error === null ? 'no data' : percent(error)} |`;
    }),
  ];
}

export function partLines(parts: readonly Part[]): string[] {
  return [
    '| allowed | optimizer | oracle |',
    '|---|---|---|',
    ...parts.map(
      ({ levers, optimizer, oracle }) => `| ${levers.join(', ')} | ${signed(optimizer)} | ${signed(oracle)} |`,
    ),
  ];
}

export function aprilMayLines(studies: readonly { by: string; study: AprilMay }[]): string[] {
  const rate = (sums: Sums, of: 'clicks' | 'conversions'): string =>
    sums.cost > 0 ? (sums[of] / sums.cost).toFixed(2) : 'no data';
  return [
    '| decided by | | placements | cost in April | clicks per unit of money, April | May | cost in May | conversions per unit of money, May | of the paused, fewer clicks per impression in May than the kept |',
    '|---|---|---|---|---|---|---|---|---|',
    ...studies.flatMap(({ by, study }) =>
      (['paused', 'kept'] as const).map((fate) => {
        const [april, may] = [study.april[fate], study.may[fate]];
        const still = fate === 'paused' ? `${study.stillWorse.clicks} of ${study.stillWorse.of}` : '';
        return `| ${by} | ${fate} | ${april.creatives} | ${april.cost.toFixed(0)} | ${rate(april, 'clicks')} | ${rate(may, 'clicks')} | ${may.cost.toFixed(0)} | ${rate(may, 'conversions')} | ${still} |`;
      }),
    ),
  ];
}
