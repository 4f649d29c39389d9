/** Whom a campaign addresses: `{include: {and: [{or: {<facet URN>: [<entity URN>]}}]}, exclude: {or: {…}}}`. */
import { z } from 'zod';
import type { Targeting } from '../../../core/ports/ad-platform.ts';
import { idOf } from '../urns.ts';

const clause = z.object({ or: z.record(z.string(), z.array(z.string())) });

export const targetingCriteria = z.object({
  include: z.object({ and: z.array(clause) }).optional(),
  exclude: clause.optional(),
});

/** Named by the facet's last part: `locations` of `urn:li:adTargetingFacet:locations`. `source` keeps how clauses combine. */
export function targetingOf(criteria: z.output<typeof targetingCriteria>): Targeting {
  return {
    include: byFacet(criteria.include?.and ?? []),
    exclude: byFacet(criteria.exclude ? [criteria.exclude] : []),
  };
}

function byFacet(clauses: readonly z.output<typeof clause>[]): Record<string, string[]> {
  const facets: Record<string, string[]> = {};
  for (const [urn, values] of clauses.flatMap((one) => Object.entries(one.or))) {
    const name = idOf(urn);
    facets[name] = [...new Set([...(facets[name] ?? []), ...values])];
  }
  return facets;
}
