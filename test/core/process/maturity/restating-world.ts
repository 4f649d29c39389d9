/** Worlds of the twin's market that restate each in its own way, so that only learning can know how. */
import { mix, uniform } from '../../../../twin/random.ts';
import { readWorld } from '../../../../twin/world/read-world.ts';
import type { World } from '../../../../twin/world/schema.ts';

type Curves = World['restatement']['visibleShareByAge'];

/** Small enough for fifty of them, with conversions on most days. */
const size = { accounts: 3, campaigns: 10, creativesPerCampaign: 4, historyDays: 20 };
const conversionFactor = 12;

/** The world as it stands in the default file, but small. */
function plainWorld(): World {
  const world = readWorld(undefined, size);
  const { response } = world;
  const conversionsPerClick = Object.fromEntries(
    Object.entries(response.conversionsPerClick).map(([objective, rate]) => [objective, rate * conversionFactor]),
  );
  return { ...world, response: { ...response, conversionsPerClick } };
}

/** The same with restatement drawn by the seed: how much is visible at first, how long the rest takes, how often and how long it is corrected. */
export function restatingWorld(seed: number): World {
  const world = plainWorld();
  const draw = (purpose: number, low: number, high: number): number => low + (high - low) * uniform(mix(seed, purpose));
  const visibleShareByAge: Curves = {
    ...world.restatement.visibleShareByAge,
    impressions: curve(draw(1, 0.75, 0.95), draw(2, 2, 8)),
    clicks: curve(draw(3, 0.8, 0.96), draw(4, 4, 16)),
    cost: curve(draw(5, 0.75, 0.95), draw(6, 6, 24)),
    conversions: curve(draw(7, 0.3, 0.7), draw(8, 20, 45)),
    leads: curve(draw(9, 0.8, 0.97), draw(10, 2, 8)),
  };
  return {
    ...world,
    restatement: {
      ...world.restatement,
      visibleShareByAge,
      correctionChance: draw(11, 0.05, 0.3),
      correctionSize: draw(12, 0.01, 0.06),
      correctionUntilDays: draw(13, 20, 40),
    },
  };
}

/** Fast at first, then ever slower, final after `days`. */
function curve(first: number, days: number): [number, number][] {
  const steps = 12;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const passed = (step / steps) ** 2;
    return [days * passed, 1 - (1 - first) * (1 - Math.sqrt(passed)) ** 1.5];
  });
}
