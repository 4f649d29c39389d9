import { describe, expect, it } from 'vitest';
import { awsConfig } from '../../core/settings/aws.ts';
import { roleStatements } from '../../lib/permission-table.ts';
import { trainingImage } from '../../lib/training-image.ts';
import { account, deployed } from '../support/deployment.ts';

const plain = deployed();
const substitutions = (stack = plain) =>
  stack.first('training', 'AWS::StepFunctions::StateMachine').DefinitionSubstitutions as Record<string, unknown>;
const jobs = roleStatements(plain.templates).filter(({ role }) => /^JobsRole/.test(role));
const machine = roleStatements(plain.templates).filter(({ role }) => /^TrainRole/.test(role));

describe('training jobs', () => {
  it('run in SageMaker’s container of scikit-learn, by tag, or by digest where the settings have one', () => {
    const name = '257758044811.dkr.ecr.us-east-2.amazonaws.com/sagemaker-scikit-learn';
    expect(substitutions().trainingImage).toBe(`${name}:1.4-2-py312`);
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    expect(substitutions(deployed({ training: { image: { digest } } })).trainingImage).toBe(`${name}@${digest}`);
  });

  it('need to be told who keeps it in a region that is not known', () => {
    const { image } = awsConfig.parse({ training: { image: {} } }).training;
    expect(() => trainingImage('mars-north-1', image)).toThrow('set aws.training.image.account');
    expect(trainingImage('mars-north-1', { ...image, account }).uri).toBe(
      `${account}.dkr.ecr.mars-north-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312`,
    );
  });

  it('may read and write snapshots, and neither models nor anything else of the data', () => {
    const data = jobs.flatMap(({ actions, resources }) =>
      actions.some((each) => /Object/.test(each)) ? resources : [],
    );
    expect(data).toEqual([`arn:aws:s3:::linkedin-ads-data-${account}/processed/training/*`]);
  });

  it('can be assumed by SageMaker for this account only', () => {
    const [role] = plain.resources('training', 'AWS::IAM::Role').filter(([id]) => /^JobsRole/.test(id));
    expect(role?.[1].Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'sagemaker.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ],
    });
  });
});

describe('the workflow that starts them', () => {
  it('hands them their role and no other, to SageMaker and nobody else', () => {
    const [passed, ...more] = machine.filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(more).toEqual([]);
    expect(passed?.resources).toEqual([expect.stringMatching(/^role JobsRole/)]);
    expect(passed?.condition).toEqual({ StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } });
  });

  it('starts, sees and stops jobs of our own name only', () => {
    const sagemaker = machine.filter(({ actions }) => actions.some((each) => each.startsWith('sagemaker:')));
    expect(sagemaker.flatMap(({ resources }) => resources)).toEqual([
      `arn:aws:sagemaker:us-east-2:${account}:training-job/linkedin-ads-*`,
    ]);
  });

  it('is watched like every other: an alarm when it fails, and one when it does not run', () => {
    const names = plain
      .resources('monitoring', 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties.AlarmName);
    expect(names).toEqual(expect.arrayContaining(['linkedin-ads-train-failed', 'linkedin-ads-train-missing']));
  });
});
