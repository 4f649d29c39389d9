/** The `linkedin` block of `ads.config.json`: which interface version and accounts, and how hard the collector may pull. */
import { z } from 'zod';

export const linkedInConfig = z
  .strictObject({
    apiVersion: z
      .string()
      .regex(/^20\d{2}(0[1-9]|1[0-2])$/, 'a LinkedIn API version as YYYYMM')
      .default('202607')
      // The table of sunset dates is adapters/linkedin/versions.ts.
      .describe(
        'The `LinkedIn-Version` of every call, as YYYYMM. LinkedIn supports a version for at least twelve months.',
      ),
    apiUrl: z
      .url()
      .default('https://api.linkedin.com/rest')
      .describe('Where the API is. Only LinkedIn’s hosts and this machine are sent a token.'),
    oauthUrl: z
      .url()
      .default('https://www.linkedin.com/oauth/v2')
      .describe('Where tokens come from. The same rule applies to its host.'),
    accounts: z
      .array(z.string().regex(/^\d+$/, 'the digits of an ad account id'))
      .optional()
      .describe('Ids of the ad accounts to collect, digits only. By default: every account that the token can read.'),
    concurrency: z
      .int()
      .min(1)
      .max(16)
      .default(6)
      .meta({ unit: 'calls', description: 'Calls in flight at the same time.' }),
    timeoutSeconds: z.number().positive().max(600).default(60).meta({
      unit: 'seconds',
      description:
        'Longest time for one attempt, including the body. A full analytics answer of 15,000 elements takes a while.',
    }),
    attempts: z
      .int()
      .min(1)
      .max(10)
      .default(5)
      .meta({ unit: 'attempts', description: 'How often one request is sent at most, including the first time.' }),
    longestWaitSeconds: z
      .int()
      .positive()
      .default(600)
      .meta({ unit: 'seconds', description: 'Longest wait that a Retry-After header can impose.' }),
  })
  .prefault({})
  .describe('The version of LinkedIn’s API, the accounts, and how hard the collector may pull.');

export type LinkedInConfig = z.infer<typeof linkedInConfig>;
