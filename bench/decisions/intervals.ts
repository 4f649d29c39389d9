/** What a sample of worlds says about all worlds: quantiles, and intervals by drawing the sample again from itself. */
import { mix, uniform } from '../../twin/random.ts';

const redraws = 4000;
/** Fixed, so that the same figures give the same interval. */
const redrawSeed = 20_261_121;

/** Between the ordered values, straight; 0.5 is the median. NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((one, other) => one - other);
  const place = share * (ordered.length - 1);
  const [below, above] = [ordered[Math.floor(place)], ordered[Math.ceil(place)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** A figure of the worlds with its 95% interval: percentiles of the figure over samples drawn with replacement, worlds as wholes. */
export function bootstrapped<World>(worlds: readonly World[], figure: (worlds: World[]) => number): Interval {
  const drawn = Array.from({ length: redraws }, (_, redraw) =>
    figure(
      worlds.map((_world, place) => {
        const chance = uniform(mix(mix(redrawSeed, redraw), place));
        return worlds[Math.floor(chance * worlds.length)]!;
      }),
    ),
  );
  return { value: figure([...worlds]), low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) };
}
