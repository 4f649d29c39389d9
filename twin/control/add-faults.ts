/** Puts fault rules in force, over HTTP or in the same process. */
import { ApiError } from '../api/reply.ts';
import type { Twin } from '../twin.ts';
import { type Campaign, urnOf } from '../world/entities.ts';
import type { FaultRule } from './fault-rules.ts';

export function addFaults(twin: Twin, rules: FaultRule[]): void {
  for (const rule of rules) if (rule.kind === 'deleted-entities') deleteEntities(twin, rule.entities);
  twin.faults.add(rules);
}

/** Makes entities vanish, as when somebody deletes them in the campaign manager. Their past spend stays in analytics. */
function deleteEntities(twin: Twin, urns: readonly string[]): void {
  for (const { entity, campaigns } of urns.map((urn) => find(twin, urn))) {
    for (const campaign of campaigns) twin.market.settle(campaign);
    entity.deleted = true;
  }
}

interface Found {
  entity: { deleted: boolean };
  /** Campaigns whose delivery this changes. */
  campaigns: Campaign[];
}

function find({ entities }: Twin, urn: string): Found {
  const id = Number(urn.split(':').at(-1));
  const creative = entities.creatives.get(id);
  if (creative && urn === urnOf.creative(id)) return { entity: creative, campaigns: [creative.campaign] };
  const campaign = entities.campaigns.get(id);
  if (campaign && urn === urnOf.campaign(id)) return { entity: campaign, campaigns: [campaign] };
  const group = entities.groups.get(id);
  if (group && urn === urnOf.group(id)) {
    return { entity: group, campaigns: [...entities.campaigns.values()].filter((each) => each.group === group) };
  }
  throw new ApiError({
    status: 400,
    body: { status: 400, message: `${urn} is not a creative, campaign or campaign group of this world.` },
  });
}
