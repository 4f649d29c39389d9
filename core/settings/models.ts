/** The `models` block of `ads.config.json`: when a trained model may serve, and how long versions are kept. */
import { z } from 'zod';

const gate = z
  .strictObject({
    minimumRows: z
      .int()
      .min(5)
      .default(20)
      .meta({ unit: 'rows', description: 'Unseen rows that a model must be judged on. Fewer say too little.' }),
    calibration: z
      .strictObject({
        lowest: z.number().positive().max(1).default(0.75).meta({
          unit: 'times',
          description: 'Lowest allowed total of what happened, as a multiple of the model’s prediction.',
        }),
        highest: z.number().min(1).default(1.33).meta({
          unit: 'times',
          description: 'Highest allowed total of what happened, as a multiple of the model’s prediction.',
        }),
        misplaced: z.number().gt(0).max(1).default(0.25).meta({
          unit: 'share',
          description: 'Largest share of what happened that may fall into a different decile of the predictions.',
        }),
      })
      .prefault({})
      .describe('How far the outcomes on the unseen rows may be from the model’s predictions.'),
    megabytes: z.number().positive().max(20).default(10).meta({
      unit: 'MB',
      description: 'Largest model.tar.gz. Serving it takes about ten times as much memory.',
    }),
    milliseconds: z
      .number()
      .positive()
      .default(3000)
      .meta({ unit: 'milliseconds', description: 'Longest time to score 10,000 rows.' }),
  })
  .prefault({})
  .describe('What a new version must pass before it serves.');

export const modelsConfig = z
  .strictObject({
    gate,
    keptVersions: z.int().min(2).max(1000).default(10).meta({
      unit: 'versions',
      description:
        'Newest versions whose files are kept. The version in production and the one before it are always kept.',
    }),
    retiredDays: z
      .int()
      .min(1)
      .max(365)
      .default(7)
      .meta({ unit: 'days', description: 'How long the files of a retired version are kept.' }),
    watch: z
      .strictObject({
        falseDiscoveryRate: z.number().gt(0).max(0.5).default(0.05).meta({
          unit: 'share',
          description: 'Accepted share of false alarms among the features that are reported as drifted.',
        }),
        stabilityIndex: z
          .number()
          .positive()
          .default(0.2)
          .meta({ unit: 'index', description: 'Population stability index from which a shift matters at all.' }),
        driftedShare: z.number().gt(0).max(1).default(0.2).meta({
          unit: 'share',
          description: 'Share of the features that must have drifted before new training is requested.',
        }),
        coolDownDays: z
          .number()
          .min(1)
          .max(90)
          .default(14)
          .meta({ unit: 'days', description: 'Least time between two requests for training.' }),
        impressions: z.int().positive().default(1000).meta({
          unit: 'impressions',
          description:
            'Mature impressions that a creative needs after a prediction before the prediction is evaluated.',
        }),
      })
      .prefault({})
      .describe('When drift is reported and new training is requested.'),
  })
  .prefault({})
  .describe('When a trained model may serve, and how long versions are kept.');

export type ModelsConfig = z.infer<typeof modelsConfig>;
export type GateSettings = ModelsConfig['gate'];
