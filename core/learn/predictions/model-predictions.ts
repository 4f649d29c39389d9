/** The CTR that the creative scorer in production expected of each ad, as a source of predictions. */
import { prefixes } from '../../contracts/keys.ts';
import { interval80 } from '../../statistics/interval.ts';
import { parsePredictions } from './creative-prediction.ts';
import { horizonDays, type PredictionSource } from './rate-prediction.ts';

export const modelPredictions: PredictionSource = {
  name: 'models',
  prefix: `${prefixes.predictions('creative_scorer')}dt=`,
  // an account's newest day may be old; on the last day that it is about it is still a prediction
  startsAfterDays: 1 - horizonDays,
  interval: interval80,
  read: async (key, body) =>
    (await parsePredictions(key, body)).map((each) => ({
      platform: each.platform,
      accountId: each.account_id,
      campaignId: each.campaign_id,
      creativeId: each.creative_id,
      kpi: 'clicks',
      madeAt: each.predicted_at,
      fromDay: each.for_day,
      rate: each.ctr,
      model: { version: each.version, sha256: each.sha256 },
    })),
};
