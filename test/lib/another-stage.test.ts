import { describe, expect, it } from 'vitest';
import { type LambdaStage, lambdaStages } from '../../core/deployment/names.ts';
import { noHandlerYet } from '../../lib/handler-code.ts';
import { permissionTable, type StackTemplate } from '../../lib/permission-table.ts';
import { settingsFrom } from '../../lib/settings.ts';
import { adsSystem } from '../../lib/system.ts';
import { account } from '../support/deployment.ts';

const another: LambdaStage = {
  name: 'copy-writer',
  timeoutSeconds: 200,
  memoryMegabytes: 256,
  needs: { reads: ['processed'], writes: ['copy'], url: true },
};

describe('a stage that joins the list', () => {
  const { app } = adsSystem({
    settings: settingsFrom('{}', account),
    code: noHandlerYet,
    stages: [...lambdaStages, another],
    app: { builtinCloudFormationValidation: false },
  });
  const templates = app.synth().stacks.map(({ template }) => template as StackTemplate);
  const text = JSON.stringify(templates);

  it('has its Lambda, its log, its URL, its three alarms and its part of the dashboard, with nothing else to write', () => {
    for (const name of [
      '"FunctionName":"linkedin-ads-copy-writer"',
      '"LogGroupName":"/aws/lambda/linkedin-ads-copy-writer"',
      '"AlarmName":"linkedin-ads-copy-writer-errors"',
      '"AlarmName":"linkedin-ads-copy-writer-duration"',
      '"AlarmName":"linkedin-ads-copy-writer-throttles"',
    ])
      expect(text).toContain(name);
    expect(text.match(/AWS::Lambda::Url/g)).toHaveLength(3);
    expect(text).toMatch(/label.{1,8}copy-writer/);
  });

  it('may do what its line says, and no more', () => {
    const rows = permissionTable(templates, account).split('\n');
    const from = rows.findIndex((row) => row.includes('`linkedin-ads-copy-writer`'));
    expect(rows.slice(from, from + 3).map((row) => row.split(' | ').slice(1, 3).join(' on '))).toEqual([
      's3: GetBucketLocation, ListBucket on `linkedin-ads-data-{account}`',
      's3: GetObject on `linkedin-ads-data-{account}/processed/*`',
      's3: AbortMultipartUpload, PutObject on `linkedin-ads-data-{account}/generated_copy/*`',
    ]);
    expect(rows[from + 3]).toContain('`linkedin-ads-data-processor`');
  });
});
