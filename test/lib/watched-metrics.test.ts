import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { campaignMetrics, optimizerMetrics, pipelineMetrics } from '../../core/contracts/cloudwatch-names.ts';
import { repositoryRoot } from '../../lib/handler-bundle.ts';
import { deployed, everything } from '../support/deployment.ts';

const sources = readdirSync(join(repositoryRoot, 'core'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('cloudwatch-names.ts'))
  .map((name) => readFileSync(join(repositoryRoot, 'core', name), 'utf8'))
  .join('\n');

describe('a metric with a name', () => {
  it.each([
    ...Object.keys(pipelineMetrics).map((key) => `pipelineMetrics.${key}`),
    ...Object.keys(campaignMetrics).map((key) => `campaignMetrics.${key}`),
    ...Object.keys(optimizerMetrics).map((key) => `names.${key}`),
  ])('is published by a stage: %s', (use) => {
    expect(sources).toContain(use);
  });

  it('is what every alarm and widget of ours looks at', () => {
    const full = deployed(everything);
    const known = [pipelineMetrics, campaignMetrics, optimizerMetrics].flatMap((names) => Object.values(names));
    const alarms = JSON.stringify(full.resources('monitoring', 'AWS::CloudWatch::Alarm'));
    const dashboard = JSON.stringify(full.first('monitoring', 'AWS::CloudWatch::Dashboard'));
    const watched = [
      ...alarms.matchAll(/"MetricName":"(\w+)","Namespace":"LinkedInAds/g),
      ...dashboard.matchAll(/LinkedInAds\/\w+[\\",]+(\w+)[\\"]/g),
    ].map(([, name]) => name);
    expect(watched.length).toBeGreaterThan(15);
    expect(watched.filter((name) => !known.includes(name as never))).toEqual([]);
  });
});
