/** The `aws` block of `ads.config.json`: where the deployment is, what it adopts, and when it alerts people. */
import { z } from 'zod';

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket');

const adopt = z
  .strictObject({
    bucket: bucketName.optional().describe('Name of an existing bucket for the data.'),
    secret: z
      .string()
      .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'the name of a secret')
      .optional()
      .describe('Name of an existing secret with the LinkedIn token.'),
    topic: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,256}$/, 'the name of a topic')
      .optional()
      .describe(
        'Name of an existing topic for alarms. A topic encrypted with `alias/aws/sns` never receives an alarm: use your own key and name it in `topicKey`.',
      ),
    topicKey: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:/, 'the ARN of the key that encrypts the topic')
      .optional()
      .describe('ARN of the key that encrypts the adopted topic.'),
  })
  .prefault({})
  .describe(
    'Existing resources, from an earlier deployment or another tool. They are used as they are: their rules are not changed.',
  );

const alarms = z
  .strictObject({
    email: z
      .array(z.email())
      .max(10)
      .default([])
      .describe('E-mail addresses that alarms go to, ten at most. Each must confirm the e-mail that AWS sends.'),
    slack: z
      .strictObject({
        workspaceId: z
          .string()
          .regex(/^T[A-Z0-9]+$/)
          .describe('Id of the workspace, as Slack shows it: T….'),
        channelId: z
          .string()
          .regex(/^[CG][A-Z0-9]+$/)
          .describe('Id of the channel, as Slack shows it: C… or G….'),
      })
      .optional()
      .describe('The Slack channel that alarms go to. Authorise its workspace in the AWS console once.'),
    spendCapPerDay: z.number().positive().optional().meta({
      unit: '`currency`',
      description: 'Spend of one UTC day above which an alarm goes off. Without it there is no such alarm.',
    }),
    lowCtrPercent: z
      .number()
      .positive()
      .max(100)
      .default(0.2)
      .meta({ unit: '%', description: 'CTR of the seven newest mature days below which an alarm goes off.' }),
    reconciliationGapPercent: z.number().positive().max(100).default(1).meta({
      unit: '%',
      description: 'Difference between the ads’ spend and the platform’s own totals above which an alarm goes off.',
    }),
    quarantinedRows: z
      .int()
      .positive()
      .default(100)
      .meta({ unit: 'rows', description: 'Rows newly in quarantine within six hours above which an alarm goes off.' }),
    runbook: z
      .string()
      .min(1)
      .default('docs/runbook.md')
      .describe('Path or address of the runbook that alarms link to.'),
  })
  .prefault({})
  .describe('Who is alerted, and at which thresholds.');

const training = z
  .strictObject({
    image: z
      .strictObject({
        tag: z
          .string()
          .regex(/^[\w.-]+$/)
          .default('1.4-2-py312')
          .describe('Tag of the image. What it points to may change; a digest always means the same image.'),
        account: z
          .string()
          .regex(/^\d{12}$/, 'the number of an account')
          .optional()
          .describe('Number of the AWS account that hosts the image in your region. Known for most regions.'),
        digest: z
          .string()
          .regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hex digits')
          .optional()
          .describe('Digest of the image: sha256: and 64 hex digits.'),
      })
      .prefault({})
      .describe('SageMaker’s container for scikit-learn.'),
    instance: z
      .string()
      .regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'a kind of machine such as ml.m5.large')
      .default('ml.m5.large')
      .describe('Instance type for training.'),
    spot: z
      .boolean()
      .default(true)
      .describe(
        'Whether to train on spot instances, which cost half or less. A job that loses its instance starts again.',
      ),
    maximumMinutes: z.int().min(5).max(1440).default(30).meta({
      unit: 'minutes',
      description: 'A job that takes longer is stopped, and its result is not used.',
    }),
    waitMinutes: z.int().min(5).max(1440).default(60).meta({
      unit: 'minutes',
      description: 'With `spot`: longest time until a job is over, including the wait for an instance.',
    }),
    endpoint: z
      .strictObject({
        enabled: z.boolean().default(false).describe('Whether the endpoint exists.'),
        memoryMb: z
          .literal([1024, 2048, 3072, 4096, 5120, 6144])
          .default(2048)
          .meta({ unit: 'MB', description: 'Memory of the endpoint.' }),
        maxConcurrency: z.int().min(1).max(200).default(5).meta({
          unit: 'requests',
          description: 'Requests served at once. Further ones are refused until one is done.',
        }),
      })
      .prefault({})
      .describe(
        'A serverless SageMaker endpoint that returns the predictions of the creative scorer in production. The pipeline does not need one.',
      ),
  })
  .prefault({})
  .describe('How SageMaker trains the models.');

export const awsConfig = z
  .strictObject({
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as us-east-2')
      .default('us-east-2')
      .describe('Region of the deployment.'),
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .min(3)
      .max(26)
      .default('linkedin-ads')
      .describe(
        'What every name begins with: 3 to 26 lower-case letters, digits and hyphens, as bucket and role names allow.',
      ),
    adopt,
    alarms,
    training,
    crawler: z
      .boolean()
      .default(false)
      .describe(
        'Whether a crawler reads the raw objects once a day into its own database, as an independent check of their columns.',
      ),
    logDays: z
      .union([z.literal(7), z.literal(14), z.literal(30), z.literal(90), z.literal(365)])
      .default(14)
      .meta({ unit: 'days', description: 'How long logs are kept.' }),
    queryLimitGigabytes: z
      .number()
      .min(0.01)
      .max(1000)
      .default(20)
      .meta({ unit: 'GB', description: 'Athena stops a query that would read more.' }),
    people: z
      .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of a role'))
      .default([])
      .describe(
        'Roles of people, in addition to the deployment’s own operator role, as `arn:aws:iam::…:role/…`; `*` matches anything. Only these may write `control/`.',
      ),
  })
  .prefault({})
  .describe('Where the deployment is, what it adopts, and when it alerts people.');

export type AwsConfig = z.infer<typeof awsConfig>;
