/** Rules about everything together: how much is changed in a run and a day, and what may be spent. */
import type { AccountState, CampaignState, OwnChange } from '../../domain/account-state.ts';
import { dayOf } from '../../domain/calendar.ts';
import { money } from '../../domain/money.ts';
import { accountSpend, asOwnChange, dailySpend, highestDay, mayRaiseSpend, ownChangeField } from './situation.ts';
import { type Rule, verdict } from './verdict.ts';

export const limitRules: Readonly<Record<string, Rule>> = {
  'actions-per-run': ({ actionsInRun, rails: { actions_per_run: limit } }) =>
    verdict(actionsInRun < limit, `${actionsInRun} of ${limit} changes allowed per run are used.`),

  'actions-per-day': ({ own, now, rails: { actions_per_day: limit } }) => {
    const made = ofToday(own, now).length;
    return verdict(made < limit, `${made} of ${limit} changes allowed per day are used.`);
  },

  'spend-share': (situation) => {
    const { account, rails, own, now, decision } = situation;
    const all = account && accountSpend(account);
    if (!account || all === null || all === undefined) return verdict(false, 'The spend of the account is unknown.');
    const touched = spendOf([...ofToday(own, now), asOwnChange(decision, now)], account);
    if (touched === null) return verdict(false, 'Its spend is unknown.');
    const limit = rails.spend_share_per_day * all;
    return verdict(
      touched <= limit,
      `With it, today's changes affect ${money(touched, account.currency)} of ${money(all, account.currency)} daily spend; the limit is ${money(limit, account.currency)}.`,
    );
  },

  'daily-spend-cap': (situation) => {
    const { account, decision, rails, own, now } = situation;
    if (!mayRaiseSpend(decision.change)) return verdict(true, 'It does not raise spend.');
    const cap = rails.daily_spend_cap[decision.currency];
    if (cap === undefined) return verdict(false, `No daily spend cap is set for ${decision.currency}.`);
    const highest = account && highestDay(account);
    if (!account || highest === null || highest === undefined)
      return verdict(false, 'The spend of the account is unknown.');
    const more = possibleRise([...ofToday(own, now), asOwnChange(decision, now)], account);
    if (more === null) return verdict(false, 'The campaign has no daily budget to limit its spend.');
    return verdict(
      highest + more <= cap,
      `The account recently spent up to ${money(highest, account.currency)} a day, and the changes could add ${money(more, account.currency)}; the cap is ${money(cap, account.currency)}.`,
    );
  },
};

const ofToday = (own: readonly OwnChange[], now: Date): OwnChange[] =>
  own.filter(({ appliedAt }) => dayOf(appliedAt) === dayOf(now));

/** What all that was changed spends a day, each ad and campaign once; null where it is not known. */
function spendOf(changes: readonly OwnChange[], account: AccountState): number | null {
  let sum = 0;
  for (const campaign of account.campaigns) {
    const mine = changes.filter(({ campaignId }) => campaignId === campaign.campaignId);
    if (mine.length === 0) continue;
    const whole = mine.some(({ creativeId }) => creativeId === null);
    const entities = whole ? [campaign] : campaign.creatives.filter((each) => isAmong(each.creativeId, mine));
    for (const entity of entities) {
      const spend = dailySpend(entity, account);
      if (spend === null) return null;
      sum += spend;
    }
  }
  return sum;
}

const isAmong = (creativeId: string, changes: readonly OwnChange[]): boolean =>
  changes.some((each) => each.creativeId === creativeId);

/** By how much the changes may raise a day's spend at most; null where nothing bounds it. */
function possibleRise(changes: readonly OwnChange[], account: AccountState): number | null {
  let sum = 0;
  for (const campaign of account.campaigns) {
    const mine = changes.filter(({ campaignId, undoneAt }) => campaignId === campaign.campaignId && undoneAt === null);
    const rise = riseOf(mine, campaign, account);
    if (rise === null) return null;
    sum += rise;
  }
  return sum;
}

/** A higher budget may be spent whole; a higher bid or another ad may spend what is left of the budget. */
function riseOf(changes: readonly OwnChange[], campaign: CampaignState, account: AccountState): number | null {
  const budget = changes
    .filter((each) => ownChangeField(each) === 'daily_budget')
    .reduce((sum, { from, to }) => sum + Math.max(0, Number(to) - Number(from)), 0);
  const livelier = changes.some(
    (each) => (ownChangeField(each) === 'bid' && Number(each.to) > Number(each.from)) || each.to === 'ACTIVE',
  );
  if (!livelier) return budget;
  const spend = dailySpend(campaign, account);
  if (campaign.dailyBudget === null || spend === null) return null;
  return budget + Math.max(0, campaign.dailyBudget - spend);
}
