/** What a person can set about decisions, with the defaults and why they are so. */
import { z } from 'zod';
import { kpiSettings } from '../domain/kpi.ts';
import { effectSettings } from '../effects/settings.ts';

const share = z.number().min(0).max(1);

export const decisionSettings = z
  .strictObject({
    /** What counts as a result. */
    kpi: z.enum(kpiSettings).default('auto'),
    /** Newest mature days that are looked at: at most thirteen weeks. */
    windowDays: z.int().positive().max(91).default(90),
    /** Figures this old weigh half: ads wear, audiences and prices change. */
    halfLifeDays: z.number().positive().default(28),
    /** A creative counts as active when it had impressions in this many newest days of its account. */
    activeWithinDays: z.int().positive().default(14),
    /** Worse by less than this share of the siblings' rate does not matter. */
    margin: share.default(0.1),
    /** Pause from this probability of being worse by more than the margin: of being worse at all it is then about 95 % sure, and a pause can be taken back. */
    pauseProbability: share.default(0.75),
    /** Activate again, or for the first time, from this probability of being better than what runs. */
    resumeProbability: share.default(0.8),
    /** Change a bid or a budget from this probability of its being for the better. */
    changeProbability: share.default(0.8),
    /** Largest change of a bid in one decision, as a share of it. */
    bidStep: z.number().positive().max(0.5).default(0.2),
    /** Largest change of a daily budget in one decision, as a share of it. */
    budgetStep: z.number().positive().max(0.5).default(0.2),
    /** Newest mature days that say how a campaign spends and what its results cost. */
    recentDays: z.int().positive().default(14),
    /** Days of spend that gains and wastes are counted over. */
    horizonDays: z.int().positive().default(30),
    /** Smaller expected gains are not worth a decision; in the account's currency. */
    minimumWaste: z.number().min(0).default(10),
    /** Share of the choices between near ties that is left to chance, so that what else might have been done can be learned. */
    explore: z.number().min(0).max(0.5).default(0),
    ...effectSettings,
  })
  .prefault({});

export type DecisionSettings = z.infer<typeof decisionSettings>;
