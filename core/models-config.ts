/** The `models` block of `ads.config.json`: when a trained model may serve, and how long versions are kept. */
import { z } from 'zod';

const gate = z
  .strictObject({
    /** Unseen rows that a model is judged by; fewer tell nothing. */
    minimumRows: z.int().min(5).default(20),
    /** What happened over what was expected, on the unseen rows in all; and the share that fell to another tenth of the estimates. */
    calibration: z
      .strictObject({
        lowest: z.number().positive().max(1).default(0.75),
        highest: z.number().min(1).default(1.33),
        misplaced: z.number().gt(0).max(1).default(0.25),
      })
      .prefault({}),
    /** Of model.tar.gz; whoever serves it holds some ten times as much in memory. */
    megabytes: z.number().positive().max(20).default(10),
    /** To score 10,000 rows. */
    milliseconds: z.number().positive().default(3000),
  })
  .prefault({});

export const modelsConfig = z
  .strictObject({
    gate,
    /** Newest versions whose files stay; the one in production and the one before it always do. */
    keptVersions: z.int().min(2).max(1000).default(10),
    /** A retired version's files stay for so many days. */
    retiredDays: z.int().min(1).max(365).default(7),
    watch: z
      .strictObject({
        /** False discoveries that are put up with among the features that are said to have drifted. */
        falseDiscoveryRate: z.number().gt(0).max(0.5).default(0.05),
        /** Population stability index from which a shift matters at all. */
        stabilityIndex: z.number().positive().default(0.2),
        /** Share of the features that must have drifted before training anew is asked for. */
        driftedShare: z.number().gt(0).max(1).default(0.2),
        /** Training is asked for once in so many days at most. */
        coolDownDays: z.number().min(1).max(90).default(14),
        /** A prediction counts when its creative has had so many mature impressions since. */
        impressions: z.int().positive().default(1000),
      })
      .prefault({}),
  })
  .prefault({});

export type ModelsConfig = z.infer<typeof modelsConfig>;
export type GateSettings = ModelsConfig['gate'];
