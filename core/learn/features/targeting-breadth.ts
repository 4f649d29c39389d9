/** How narrowly a campaign aims, from its targeting as it is stored: `{"include":{"<facet>":[…]},"exclude":{…}}`. */
import { z } from 'zod';

const facets = z.record(z.string(), z.array(z.unknown()));
const targetingText = z.object({ include: facets.optional(), exclude: facets.optional() });

export const targetingMeasures = [
  'targeting_known',
  'targeting_facets',
  'targeting_values',
  'targeting_locations',
  'targeting_exclusions',
] as const;

/** In the order of `targetingMeasures`. Values are on a log scale, ln(1 + n): the hundredth title matters less than the second. */
export function targetingBreadth(text: string | null): number[] {
  const targeting = read(text);
  if (!targeting) return targetingMeasures.map(() => 0);
  const include = Object.entries(targeting.include ?? {});
  const values = include.reduce((sum, [, chosen]) => sum + chosen.length, 0);
  const locations = targeting.include?.locations?.length ?? 0;
  const exclusions = Object.values(targeting.exclude ?? {}).reduce((sum, chosen) => sum + chosen.length, 0);
  return [1, include.length, Math.log1p(values), Math.log1p(locations), Math.log1p(exclusions)];
}

/** What cannot be read says nothing: a model must not fail over one odd campaign. */
function read(text: string | null): z.infer<typeof targetingText> | undefined {
  if (text === null) return undefined;
  try {
    return targetingText.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
