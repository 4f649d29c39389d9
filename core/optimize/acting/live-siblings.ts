/** Whether a campaign keeps active ads, asked of the platform itself: what was collected may be hours old. */

import type { GuardrailVerdict } from '../../contracts/decisions.ts';
import type { AccountState } from '../../domain/account-state.ts';
import { counted } from '../../domain/language.ts';
import type { ChangingDecision } from '../../domain/proposals.ts';
import type { AdReads } from '../../ports/ad-changes.ts';
import { EntityNotFoundError } from '../../ports/ad-platform-errors.ts';
import { silences } from '../guardrails/situation.ts';

/** Null where so many are there, else the rule that binds. Reads no more ads than it needs to. */
export async function keepsLiveSiblings(
  platform: AdReads,
  decision: ChangingDecision,
  states: readonly AccountState[],
  kept: number,
): Promise<GuardrailVerdict | null> {
  if (!silences(decision.change)) return null;
  const campaign = states
    .find(({ platform: name, accountId }) => name === decision.platform && accountId === decision.account_id)
    ?.campaigns.find(({ campaignId }) => campaignId === decision.campaign_id);
  const siblings = (campaign?.creatives ?? []).filter(
    ({ creativeId, status }) => creativeId !== decision.creative_id && status === 'ACTIVE',
  );
  let live = 0;
  for (const { creativeId } of siblings) {
    if (live >= kept) break;
    if (await isLive(platform, decision.account_id, creativeId)) live += 1;
  }
  return live >= kept
    ? null
    : bound(`On the platform, the campaign would be left with ${counted(live, 'active ad')}; the minimum is ${kept}.`);
}

/** The rule's verdict when the platform itself is asked. */
export const bound = (detail: string): GuardrailVerdict => ({ rule: 'active-creatives', passed: false, detail });

async function isLive(platform: AdReads, account: string, urn: string): Promise<boolean> {
  try {
    const { intended_status, review_status } = await platform.creative(account, urn);
    return intended_status === 'ACTIVE' && review_status !== 'REJECTED';
  } catch (error) {
    if (error instanceof EntityNotFoundError) return false;
    throw error;
  }
}
