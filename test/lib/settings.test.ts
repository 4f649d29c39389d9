import { describe, expect, it } from 'vitest';
import { settingsFrom } from '../../lib/settings.ts';

const account = '123456789012';

describe('the settings of a deployment', () => {
  it('have the names that users depend on', () => {
    const { names, region } = settingsFrom('{}', account);
    expect(region).toBe('us-east-2');
    expect({
      ...names,
      functionOf: names.functionOf('optimizer'),
      workflowOf: names.workflowOf('refresh'),
      logGroupOf: names.logGroupOf('collector'),
    }).toEqual({
      dataBucket: 'linkedin-ads-data-123456789012',
      resultsBucket: 'linkedin-ads-athena-results-123456789012',
      accessLogsBucket: 'linkedin-ads-access-logs-123456789012',
      database: 'linkedin_ads',
      crawledDatabase: 'linkedin_ads_crawled',
      workgroup: 'linkedin-ads',
      topic: 'linkedin-ads-alerts',
      linkedInSecret: 'linkedin-access-token',
      journalSecret: 'linkedin-token-journal',
      deadLetters: 'linkedin-ads-dead-letters',
      jobPrefix: 'linkedin-ads',
      endpoint: 'linkedin-ads-creative-scorer',
      endpointRole: 'linkedin-ads-endpoint',
      operatorRole: 'linkedin-ads-operator',
      functionOf: 'linkedin-ads-optimizer',
      workflowOf: 'linkedin-ads-refresh',
      logGroupOf: '/aws/lambda/linkedin-ads-collector',
    });
  });

  it('take another prefix everywhere, so that two deployments share an account', () => {
    const { names } = settingsFrom('{"aws":{"prefix":"acme-ads"}}', account);
    expect([names.dataBucket, names.database, names.linkedInSecret, names.journalSecret]).toEqual([
      'acme-ads-data-123456789012',
      'acme_ads',
      'acme-access-token',
      'acme-token-journal',
    ]);
  });

  it('use what is adopted by its own name', () => {
    const { names } = settingsFrom(
      '{"aws":{"adopt":{"bucket":"old-bucket","secret":"old/secret","topic":"old-topic"}}}',
      account,
    );
    expect([names.dataBucket, names.linkedInSecret, names.topic]).toEqual(['old-bucket', 'old/secret', 'old-topic']);
  });

  it('hand the Lambdas the configuration without what only the deployment needs', () => {
    const { config } = settingsFrom(
      '{ "$schema": "x", "currency": "EUR", "aws": { "alarms": { "email": ["a@b.co"] } } }',
      account,
    );
    expect(config).toBe('{"currency":"EUR"}');
  });

  it('name a misspelt key', () => {
    expect(() => settingsFrom('{"aws":{"alarm":{}}}', account)).toThrow(/aws: Unrecognized key: "alarm"/);
  });

  it('refuse a configuration that no Lambda could be given', () => {
    const accounts = Array.from({ length: 400 }, (_, at) => String(100_000_000 + at));
    expect(() => settingsFrom(JSON.stringify({ linkedin: { accounts } }), account)).toThrow('longer than 3000 bytes');
  });
});
