/** The `linkedin` block of `ads.config.json`: which interface version and accounts, and how hard the collector may pull. */
import { z } from 'zod';

export const linkedInConfig = z
  .strictObject({
    /** `LinkedIn-Version` of every call. Versions live at least twelve months; the sunset table is adapters/linkedin/versions.ts. */
    apiVersion: z
      .string()
      .regex(/^20\d{2}(0[1-9]|1[0-2])$/, 'a LinkedIn API version as YYYYMM')
      .default('202607'),
    /** Other hosts than LinkedIn's get no token unless they are loopback. */
    apiUrl: z.url().default('https://api.linkedin.com/rest'),
    oauthUrl: z.url().default('https://www.linkedin.com/oauth/v2'),
    /** Numeric ids of the ad accounts to collect; absent means every account that the token can read. */
    accounts: z.array(z.string().regex(/^\d+$/, 'the digits of an ad account id')).optional(),
    /** Calls in flight at the same time. */
    concurrency: z.int().min(1).max(16).default(6),
    /** One attempt, the body included. A full analytics answer of 15,000 elements takes long. */
    timeoutSeconds: z.number().positive().max(600).default(60),
    /** Sendings of one request, the first included. */
    attempts: z.int().min(1).max(10).default(5),
    /** Longest wait that a Retry-After header may ask for. */
    longestWaitSeconds: z.int().positive().default(600),
  })
  .prefault({});

export type LinkedInConfig = z.infer<typeof linkedInConfig>;
