import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import { type KnownHistory, morningOf, readKnownHistory } from '../../../../core/optimize/backtest/known-history.ts';
import { figureDaysOf, knowledgeOf } from '../../../../core/optimize/backtest/states.ts';
import { decide } from '../../../../core/optimize/proposals/decide.ts';
import { readAccountStates } from '../../../../core/optimize/state/read-state.ts';
import { keepMaturity } from '../../../../core/process/merging/keep-maturity.ts';
import { openWorkshop } from '../../../support/workshop.ts';
import { historyOf, optionsOf } from './histories.ts';

const morning = '2026-03-01';

const literal = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `timestamp '${value.toISOString().slice(0, -1).replace('T', ' ')}'`;
  return `'${String(value)}'`;
};

function insert(table: string, rows: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(rows[0]!);
  const values = rows.map((row) => `(${columns.map((column) => literal(row[column])).join(', ')})`);
  return `insert into ${table} (${columns.join(', ')}) values ${values.join(', ')}`;
}

/** As the data-processor would have left it: the newest value of each day in force, the earlier ones kept. */
function statements({ days, snapshots, campaigns, creatives }: KnownHistory): Record<string, string> {
  const newest = new Map(days.map((day) => [`${day.creativeId} ${day.date}`, day]));
  const row = (day: KnownHistory['days'][number]) => ({
    platform: day.platform,
    account_id: day.accountId,
    campaign_id: day.campaignId,
    creative_id: day.creativeId,
    stat_date: day.date,
    currency: day.currency,
    impressions: day.impressions,
    clicks: day.clicks,
    cost: day.cost,
    conversions: day.conversions,
    leads: day.leads,
    source: 'api',
    run_id: 'run',
    observed_at: day.observedAt,
  });
  const inForce = [...newest.values()];
  const lastObservation = snapshots.at(-1)!.observedAt;
  return {
    days: insert(
      'creative_daily',
      inForce.map((day) => ({ ...row(day), first_observed_at: day.observedAt, revision: 1 })),
    ),
    earlier: insert('superseded_observation', days.filter((day) => !inForce.includes(day)).map(row)),
    snapshots: insert(
      'account_observation',
      snapshots.map(({ platform, accountId, date, observedAt, values }) => ({
        platform,
        account_id: accountId,
        stat_date: date,
        age_hours: (observedAt.getTime() - Date.parse(date)) / 3_600_000 - 24,
        ...values,
        run_id: 'run',
        observed_at: observedAt,
      })),
    ),
    coverage: insert('account_coverage', [{ platform: 'linkedin', account_id: '1', observed_at: lastObservation }]),
    campaigns: insert(
      'campaign',
      campaigns.map((version) => ({
        platform: version.platform,
        account_id: version.accountId,
        campaign_id: version.campaignId,
        name: version.name,
        valid_from: version.validFrom,
        campaign_group_id: version.campaignGroupId,
        status: version.status,
        objective: version.objective,
        format: version.format,
        cost_type: version.costType,
        optimization_target: version.optimizationTarget,
        bid: version.bid,
        daily_budget: version.dailyBudget,
        currency: 'USD',
        starts_at: version.startsAt,
        targeting: version.audience,
      })),
    ),
    creatives: insert(
      'creative',
      creatives.map(({ platform, accountId, creativeId, campaignId, validFrom, status }) => ({
        platform,
        account_id: accountId,
        creative_id: creativeId,
        campaign_id: campaignId,
        valid_from: validFrom,
        status,
        review_status: 'APPROVED',
      })),
    ),
  };
}

/** A warehouse with the history in it, as the data-processor leaves it on a morning. */
async function openWarehouse(history: KnownHistory) {
  const sql = Object.entries(statements(history)).map(([name, text]): [string, string] => [`story/${name}`, text]);
  const shop = await openWorkshop({}, new Map(sql));
  shop.setTime(morningOf(morning).toISOString());
  await shop.deps.warehouse.run(sql.map(([name]) => name));
  await keepMaturity(shop.deps);
  return shop;
}

const until = ({ days, snapshots, ...rest }: KnownHistory, at: Date): KnownHistory => ({
  ...rest,
  days: days.filter(({ observedAt }) => observedAt < at),
  snapshots: snapshots.filter(({ observedAt }) => observedAt < at),
});

const told = (decisions: readonly Decision[]) =>
  decisions.map(({ decision_id, action, creative_id, campaign_id, change, evidence }) => ({
    decision_id,
    action,
    creative_id,
    campaign_id,
    change,
    figures: [evidence.impressions, evidence.results, evidence.cost, evidence.from, evidence.through],
  }));

describe('a backtested morning', () => {
  it('decides what the optimizer decided that morning, whatever was observed since', async () => {
    // three weeks more than the optimizer had
    const whole = historyOf(80);
    const [then, now] = [await openWarehouse(until(whole, morningOf(morning))), await openWarehouse(whole)];
    try {
      const run = { runId: 'run', at: morningOf(morning), mode: 'auto' as const, simulated: false, guardrails: [] };
      const settings = then.deps.config.decisions;
      const live = decide(await readAccountStates(then.deps, []), { ...run, settings });
      const options = optionsOf(morning, morning);
      const span = { from: morning, to: morning, figureDays: figureDaysOf(options), snapshotDays: 330 };
      const history = await readKnownHistory(now.deps.warehouse, span);
      const backtested = decide(knowledgeOf(history, options).on(morning, []), { ...run, settings });
      expect(live.length).toBeGreaterThan(5);
      expect(live.some(({ action }) => action === 'pause_creative')).toBe(true);
      expect(told(backtested)).toEqual(told(live));
    } finally {
      await then.close();
      await now.close();
    }
  });
});
