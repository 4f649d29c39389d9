/** The `aws` block of `ads.config.json`: where the deployment lies, what it adopts, and when it wakes a person. */
import { z } from 'zod';

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket');

/** What already exists, from an earlier deployment or another tool, is used as it is: its rules are not changed. */
const adopt = z
  .strictObject({
    bucket: bucketName.optional(),
    /** The secret with the LinkedIn token. */
    secret: z
      .string()
      .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'the name of a secret')
      .optional(),
    /** A topic under `aws/sns` never gets an alarm: name the key of yours below. */
    topic: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,256}$/, 'the name of a topic')
      .optional(),
    topicKey: z
      .string()
      .regex(/^arn:aws[a-z-]*:kms:/, 'the ARN of the key that encrypts the topic')
      .optional(),
  })
  .prefault({});

const alarms = z
  .strictObject({
    /** Each address must confirm the mail that AWS sends it. */
    email: z.array(z.email()).max(10).default([]),
    /** Ids as Slack shows them. The workspace must be authorised once in the AWS console. */
    slack: z
      .strictObject({
        workspaceId: z.string().regex(/^T[A-Z0-9]+$/),
        channelId: z.string().regex(/^[CG][A-Z0-9]+$/),
      })
      .optional(),
    /** Spend of one UTC day, in `currency`, above which an alarm goes off; absent means no such alarm. */
    spendCapPerDay: z.number().positive().optional(),
    /** CTR, in percent, of the seven newest mature days. */
    lowCtrPercent: z.number().positive().max(100).default(0.2),
    /** Difference between the ads' and the platform's own totals of spend. */
    reconciliationGapPercent: z.number().positive().max(100).default(1),
    /** Rows newly in quarantine within six hours. */
    quarantinedRows: z.int().positive().default(100),
    /** Where alarms send their reader. */
    runbook: z.string().min(1).default('docs/runbook.md'),
  })
  .prefault({});

const training = z
  .strictObject({
    /** scikit-learn's container of SageMaker. A tag's content may change; with a digest it is always the same. */
    image: z
      .strictObject({
        tag: z
          .string()
          .regex(/^[\w.-]+$/)
          .default('1.4-2-py312'),
        /** The account of AWS that keeps it in your region; known for most. */
        account: z
          .string()
          .regex(/^\d{12}$/, 'the number of an account')
          .optional(),
        digest: z
          .string()
          .regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hex digits')
          .optional(),
      })
      .prefault({}),
    instance: z
      .string()
      .regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'a kind of machine such as ml.m5.large')
      .default('ml.m5.large'),
    /** Spare machines, cheaper by half or more; a job that loses its machine begins anew. */
    spot: z.boolean().default(true),
    /** A job that takes longer is stopped, and what it left is not used. */
    maximumMinutes: z.int().min(5).max(1440).default(30),
    /** With `spot`: until it is over, waiting for a machine included. */
    waitMinutes: z.int().min(5).max(1440).default(60),
    /** A serverless endpoint of SageMaker that answers what the creative scorer in production expects; the pipeline needs none. */
    endpoint: z
      .strictObject({
        enabled: z.boolean().default(false),
        memoryMb: z.literal([1024, 2048, 3072, 4096, 5120, 6144]).default(2048),
        /** Requests at once; more are refused for a moment. */
        maxConcurrency: z.int().min(1).max(200).default(5),
      })
      .prefault({}),
  })
  .prefault({});

export const awsConfig = z
  .strictObject({
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as us-east-2')
      .default('us-east-2'),
    /** Every name begins with it. Letters, digits and hyphens: buckets and roles bear it. */
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
      .min(3)
      .max(26)
      .default('linkedin-ads'),
    adopt,
    alarms,
    training,
    /** Reads raw objects once a day into a database of its own, as a second witness of their columns. */
    crawler: z.boolean().default(false),
    logDays: z.union([z.literal(7), z.literal(14), z.literal(30), z.literal(90), z.literal(365)]).default(14),
    /** A query that would read more is stopped by Athena. */
    queryLimitGigabytes: z.number().min(0.01).max(1000).default(20),
    /**
     * Roles of people beside the deployment's own operator role: `arn:aws:iam::…:role/…`, where `*` stands for anything. They
     * alone may write `control/`.
     */
    people: z.array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of a role')).default([]),
  })
  .prefault({});

export type AwsConfig = z.infer<typeof awsConfig>;
