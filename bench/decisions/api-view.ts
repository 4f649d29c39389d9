/** What the API has shown of a world's days until now: each morning the days that may still change are looked at again. */
import { dayOf } from '../../twin/clock.ts';
import type { Campaign } from '../../twin/world/entities.ts';
import type { OpenWorld } from './open-world.ts';

export interface SeenDays {
  /** To be called on the morning of `day`. */
  observe(day: number): void;
  /** By day number, oldest first: values by creative and measure, as last seen, the running day among them. */
  daysOf(campaign: Campaign): ReadonlyMap<number, Float64Array>;
}

export function seenDays({ twin, campaigns }: OpenWorld): SeenDays {
  const { restatement } = twin.world;
  const lastAges = Object.values(restatement.visibleShareByAge).map((curve) => curve.at(-1)?.[0] ?? 0);
  /** Older days are never restated. */
  const settledAfterDays = Math.ceil(Math.max(restatement.correctionUntilDays, ...lastAges)) + 1;
  const days = new Map<number, Map<number, Float64Array>>();
  let lookedAt: number | undefined;
  return {
    observe(day) {
      for (const campaign of campaigns) {
        const own = days.get(campaign.index) ?? new Map<number, Float64Array>();
        days.set(campaign.index, own);
        const first = dayOf(campaign.start);
        const from = lookedAt === undefined ? first : Math.max(first, lookedAt - settledAfterDays);
        for (let seen = from; seen <= day; seen += 1) {
          const values = twin.visibility.visible(campaign, seen);
          if (values) own.set(seen, values);
        }
      }
      lookedAt = day;
    },
    daysOf: (campaign) => days.get(campaign.index) ?? new Map(),
  };
}
