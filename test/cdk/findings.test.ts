import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { deployed, everything } from '../support/deployment.ts';

/** Whatever a setting may add or leave out. */
const variants: Record<string, object> = {
  'the defaults': {},
  'every setting': everything,
  'everything adopted': {
    adopt: { bucket: 'old-data', secret: 'old/token', topic: 'old-alerts', topicKey: 'arn:aws:kms:us-east-2:1:key/k' },
  },
  'another prefix and region': { prefix: 'acme-ads', region: 'eu-west-1' },
};

describe('cdk-nag', () => {
  it.each(Object.entries(variants))('has no finding without an explanation: %s', (_, aws) => {
    const { app } = deployed(aws);
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(
      violations.map(({ ruleName, violatingResources }) => [
        ruleName,
        ...violatingResources.map((each) => each.constructPath),
      ]),
    ).toEqual([]);
  });
});
