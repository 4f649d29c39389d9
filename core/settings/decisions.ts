/** What a person can set about decisions, with the defaults and why they are so. */
import { z } from 'zod';
import { kpiSettings } from '../domain/kpi.ts';
import { effectSettings } from './effects.ts';

const share = z.number().min(0).max(1);

export const decisionSettings = z
  .strictObject({
    kpi: z
      .enum(kpiSettings)
      .default('auto')
      .describe(
        'What counts as a result. `auto` follows each campaign’s objective; anything else holds for all campaigns.',
      ),
    windowDays: z
      .int()
      .positive()
      .max(91)
      .default(90)
      .meta({ unit: 'days', description: 'Newest mature days that decisions use: at most thirteen weeks.' }),
    halfLifeDays: z.number().positive().default(28).meta({
      unit: 'days',
      description: 'Age at which a figure counts half: creatives fatigue, and audiences and prices change.',
    }),
    activeWithinDays: z.int().positive().default(14).meta({
      unit: 'days',
      description: 'A creative is active when it had impressions within this many newest days of its account.',
    }),
    margin: share.default(0.1).meta({
      unit: 'share',
      description:
        'A creative that does worse by less than this share of the rate of the campaign’s other ads is left alone.',
    }),
    // At 0.75 of being worse by more than the margin it is about 95% sure to be worse at all, and a pause can be taken back.
    pauseProbability: share.default(0.75).meta({
      unit: 'probability',
      description: 'Pause from this probability of being worse by more than the margin.',
    }),
    resumeProbability: share.default(0.8).meta({
      unit: 'probability',
      description:
        'Activate a creative, again or for the first time, from this probability that it is better than the running ones.',
    }),
    changeProbability: share.default(0.8).meta({
      unit: 'probability',
      description: 'Change a bid or a budget from this probability that the change is an improvement.',
    }),
    bidStep: z
      .number()
      .positive()
      .max(0.5)
      .default(0.2)
      .meta({ unit: 'share', description: 'Largest change of a bid in one decision, as a share of the bid.' }),
    budgetStep: z.number().positive().max(0.5).default(0.2).meta({
      unit: 'share',
      description: 'Largest change of a daily budget in one decision, as a share of the budget.',
    }),
    recentDays: z.int().positive().default(14).meta({
      unit: 'days',
      description: 'Newest mature days that say how a campaign spends and what its results cost.',
    }),
    horizonDays: z
      .int()
      .positive()
      .default(30)
      .meta({ unit: 'days', description: 'Days of spend over which gains and waste are counted.' }),
    minimumWaste: z.number().min(0).default(10).meta({
      unit: 'the account’s currency',
      description: 'An expected gain below this is not worth a decision.',
    }),
    explore: z.number().min(0).max(0.5).default(0).meta({
      unit: 'share',
      description:
        'Share of the choices between near ties that is left to chance, to learn what other choices would have done.',
    }),
    ...effectSettings,
  })
  .prefault({})
  .describe('What the optimizer counts, how sure it must be, and how far it goes in one step.');

export type DecisionSettings = z.infer<typeof decisionSettings>;
