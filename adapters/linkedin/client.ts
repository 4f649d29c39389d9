/** LinkedIn as an advertising platform: everything wired, nothing decided. */
import type { AdWriter } from '../../core/ports/ad-changes.ts';
import type { AdPerformance } from '../../core/ports/ad-performance.ts';
import type { AdContents, AdEntities, Described } from '../../core/ports/ad-platform.ts';
import { changeWriter } from './changes.ts';
import { contentReader } from './content.ts';
import { linkedIn } from './description.ts';
import { entityReader } from './entity-reader.ts';
import { performanceReader } from './performance.ts';
import { type SenderOptions, sender } from './sender.ts';

export type LinkedInApi = AdEntities & AdContents & AdPerformance & AdWriter & Described;

/** One client a run: it remembers posts, and spent quotas, for as long as it lives. */
export function linkedInClient(options: SenderOptions): LinkedInApi {
  const send = sender(options);
  const { accounts, campaignGroups, campaigns, creatives, conversions, ...entities } = entityReader(send);
  return {
    description: linkedIn,
    accounts,
    campaignGroups,
    campaigns,
    creatives,
    conversions,
    ...entities,
    ...contentReader(send),
    ...performanceReader(send),
    ...changeWriter({ send, entities, sleep: options.sleep ?? pause }),
  };
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
