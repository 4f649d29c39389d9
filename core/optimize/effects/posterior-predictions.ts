/** The rate of results that decisions believed of each ad, as a source of predictions. */
import type { Decision } from '../../contracts/decisions.ts';
import { prefixes } from '../../contracts/keys.ts';
import { addDays } from '../../domain/calendar.ts';
import type { PredictionSource, RatePrediction } from '../../learn/predictions/rate-prediction.ts';
import { interval95 } from '../../statistics/interval.ts';
import { parseDecisions } from '../log/stored.ts';

/** Of the ads that were judged as they ran: nothing was to be changed about them, or nothing was. */
export const posteriorPredictions = (appliedIds: ReadonlySet<string>): PredictionSource => ({
  name: 'posteriors',
  prefix: prefixes.decisionRuns,
  startsAfterDays: 1,
  interval: interval95,
  read: (key, body) =>
    parseDecisions(key, body).flatMap((decision) =>
      // what was changed is no longer what was predicted of
      appliedIds.has(decision.decision_id) ? [] : predictionOf(decision),
    ),
});

function predictionOf({ evidence, ...decision }: Decision): RatePrediction[] {
  if (decision.creative_id === null || evidence.impressions === 0) return [];
  return [
    {
      platform: decision.platform,
      accountId: decision.account_id,
      campaignId: decision.campaign_id,
      creativeId: decision.creative_id,
      kpi: evidence.kpi,
      madeAt: decision.created_at,
      fromDay: addDays(decision.created_at.slice(0, 10), 1),
      // stored in percent
      rate: {
        expected: evidence.posterior_rate / 100,
        low: evidence.posterior_low / 100,
        high: evidence.posterior_high / 100,
      },
      model: null,
    },
  ];
}
