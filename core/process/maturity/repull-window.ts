/** How many days the collector has to read again. */
import { commonMeasures } from '../../contracts/measures.ts';
import { cellAt } from './knots.ts';
import { matureAfterDays } from './metric-maturity.ts';
import type { Maturity } from './schema.ts';

export interface RepullSettings {
  /** Bounds of the answer, in days. */
  minimum: number;
  maximum: number;
  /** Share of the final value from which on nothing that matters changes, such as 0.995. */
  level: number;
  /** Days to read while too little is known; 30 when absent. */
  fallback?: number;
}

/**
 * More assumption than this anywhere in the window is too little data: with `pseudoDays.platform` at 5, a step of the platform's
 * curve is known when days worth 15 average ones were seen to go through it.
 */
const mostAssumption = 0.25;

/**
 * Window in days, counted back from the running day, which is the first: it ends with one snapshot of each day in the state in which
 * nothing changes any more, for every metric that the account has any volume in. The fallback, within the same bounds, where the
 * account is not known or its curve within that window is too much of an assumption.
 */
export function repullDays(
  maturity: Maturity,
  account: { platform: string; account_id: string },
  { minimum, maximum, level, fallback = 30 }: RepullSettings,
): number {
  const within = (days: number): number => Math.min(maximum, Math.max(minimum, days));
  const known = maturity.accounts.find(
    (each) => each.platform === account.platform && each.account_id === account.account_id,
  );
  const metrics = commonMeasures
    .map((metric) => known?.metrics[metric])
    .filter((metric) => metric && metric.volume > 0);
  let window = 0;
  for (const metric of metrics) {
    const settled = matureAfterDays(maturity.knots, metric!.shares, level);
    const cells = cellAt(maturity.knots, (settled - 1) * 24);
    if (metric!.prior_shares.slice(0, cells + 1).some((assumed) => assumed > mostAssumption)) return within(fallback);
    window = Math.max(window, settled + 1);
  }
  return within(window === 0 ? fallback : window);
}
