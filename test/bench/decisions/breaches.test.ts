import { describe, expect, it } from 'vitest';
import { benchGuardrails } from '../../../bench/decisions/bench-guardrails.ts';
import { breachesOf } from '../../../bench/decisions/breaches.ts';
import type { OpenWorld, Write } from '../../../bench/decisions/open-world.ts';
import { play } from '../../../bench/decisions/play.ts';
import { developmentSeeds, plansOf } from '../../../bench/decisions/worlds.ts';

const [first] = plansOf(developmentSeeds).filter(({ mix, size }) => mix === 'traffic' && size === 'small');
const plan = { ...first!, playedDays: 12 };

/** What is found when these writes are made on these played days. */
function found(writesOf: (open: OpenWorld) => Record<number, Write[]>): string[] {
  const played = play(plan, (open) => {
    const writes = writesOf(open);
    return { morning: (day) => writes[day - open.firstDay] ?? [] };
  });
  return breachesOf(played, benchGuardrails(played.open));
}

const bidOf = ({ campaigns }: OpenWorld, factor: number): Write => {
  const campaign = campaigns.find(({ costType }) => costType === 'CPC')!;
  return { field: 'bid', campaign, to: Number(campaign.unitCost.amount) * factor };
};

describe('the search for breaches', () => {
  it('finds nothing where nothing is done, and nothing wrong with one step within the limits', () => {
    expect(found(() => ({}))).toEqual([]);
    expect(found((open) => ({ 3: [bidOf(open, 0.8)] }))).toEqual([]);
  });

  it('finds a step that is too far, by itself and in a week', () => {
    expect(found((open) => ({ 3: [bidOf(open, 0.7)] }))).toEqual([expect.stringContaining('too far in one step')]);
    const twice = found((open) => ({ 1: [bidOf(open, 0.8)], 7: [bidOf(open, 0.64 * 0.9)] }));
    expect(twice.some((line) => line.includes('too far in a week'))).toBe(true);
  });

  it('finds changes that come too soon', () => {
    const soon = found((open) => ({ 1: [bidOf(open, 0.9)], 3: [bidOf(open, 0.8)] }));
    expect(soon.some((line) => line.includes('cool-down'))).toBe(true);
    expect(soon.some((line) => line.includes('learning phase'))).toBe(true);
  });

  it('finds a campaign that was left without an active creative', () => {
    const silent = found((open) => ({
      2: open.campaigns[0]!.creatives.filter(({ intendedStatus }) => intendedStatus === 'ACTIVE').map(
        (creative): Write => ({ field: 'creative_status', campaign: creative.campaign, creative, to: 'PAUSED' }),
      ),
    }));
    expect(silent.some((line) => line.includes('active creatives left'))).toBe(true);
  });

  it('finds a day on which too much was touched', () => {
    const all = found((open) => ({
      2: open.campaigns.flatMap((campaign): Write[] =>
        campaign.dailyBudget
          ? [{ field: 'daily_budget', campaign, to: Number(campaign.dailyBudget.amount) * 1.15 }]
          : [],
      ),
    }));
    expect(all.some((line) => line.includes('of the spend of'))).toBe(true);
  });
});
