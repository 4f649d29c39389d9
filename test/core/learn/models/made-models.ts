/** Small models by hand, whose estimates can be worked out on paper. */
import type { BidModelFile, RateHead, RateModelFile } from '../../../../core/contracts/model-file.ts';

const baselineHead: RateHead = {
  kind: 'baseline',
  log_rate: Math.log(0.005),
  linear: [{ feature: 'format_video', effect: -0.2, centre: 0, low: 0, high: 1 }],
  campaigns: { good: 0.3 },
  input: 'float64',
  scale: 1,
  trees: [],
  residual_sd: 0.3,
  campaign_sd: 0.4,
};

/** Two trees: one splits words at 10, and the longer ones by numbers; one is a leaf. */
export const forestHead: RateHead = {
  ...baselineHead,
  kind: 'forest',
  input: 'float32',
  scale: 0.5,
  trees: [
    {
      feature: [0, 0, 1, 0, 0],
      threshold: [10, 0, 0.5, 0, 0],
      left: [1, 0, 3, 0, 0],
      value: [0.1, -0.2, 0.4, 0.2, 0.6],
    },
    { feature: [0], threshold: [0], left: [0], value: [0.08] },
  ],
};

export const forestFile: RateModelFile = {
  schema_version: 1,
  model: 'creative_scorer',
  kind: 'forest',
  features: ['words', 'numbers', 'format_video'],
  libraries: { python: '3.12.1', 'scikit-learn': '1.4.2' },
  heads: { ctr: forestHead, result_rate: null },
  baseline: { ctr: baselineHead, result_rate: null },
};

const curve = { level: 40, elasticity: 0.8, elasticity_sd: 0.1, residual_sd: 0.2 };

export const bidFile: BidModelFile = {
  schema_version: 1,
  model: 'bid_optimizer',
  kind: 'bid_response',
  features: ['bid'],
  libraries: { python: '3.12.1' },
  pooled: { campaigns: 1, elasticity: 0.8, elasticity_sd: 0.3 },
  campaigns: {
    known: {
      strategy: 'manual',
      currency: 'USD',
      identified: true,
      reason: 'its bid varied enough to measure the effect',
      reference_bid: 10,
      lowest_bid: 8,
      highest_bid: 12,
      days: 64,
      responses: { cost: { ...curve, level: 200 }, clicks: curve, results: null },
      experiment: null,
    },
    still: {
      strategy: 'manual',
      currency: 'USD',
      identified: false,
      reason: 'the bid never varied',
      reference_bid: 10,
      lowest_bid: 10,
      highest_bid: 10,
      days: 64,
      responses: null,
      experiment: { low_bid: 9, high_bid: 11, days_per_bid: 7, days: 28, expected_elasticity_sd: 0.45 },
    },
  },
};
