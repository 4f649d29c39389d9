/** Where SageMaker keeps its container of scikit-learn: an account of AWS's own in each region. */

import type { AwsConfig } from '../core/settings/aws.ts';

/** Source: `image_uri_config/sklearn.json` of aws/sagemaker-python-sdk, November 2026. */
const registryAccounts: Readonly<Record<string, string>> = {
  'us-east-1': '683313688378',
  'us-east-2': '257758044811',
  'us-west-1': '746614075791',
  'us-west-2': '246618743249',
  'ca-central-1': '341280168497',
  'eu-west-1': '141502667606',
  'eu-west-2': '764974769150',
  'eu-west-3': '659782779980',
  'eu-central-1': '492215442770',
  'eu-central-2': '680994064768',
  'eu-north-1': '662702820516',
  'eu-south-1': '978288397137',
  'eu-south-2': '104374241257',
  'ap-south-1': '720646828776',
  'ap-southeast-1': '121021644041',
  'ap-southeast-2': '783357654285',
  'ap-northeast-1': '354813040037',
  'ap-northeast-2': '366743142698',
  'sa-east-1': '737474898029',
  'me-central-1': '272398656194',
  'il-central-1': '898809789911',
};

const repository = 'sagemaker-scikit-learn';

export interface TrainingImage {
  /** By digest where the settings have one, else by tag. */
  uri: string;
  repositoryArn: string;
}

/** An error names the region when no registry of it is known. */
export function trainingImage(
  region: string,
  { tag, digest, account = registryAccounts[region] }: AwsConfig['training']['image'],
): TrainingImage {
  if (!account)
    throw new Error(
      `The account that keeps SageMaker's scikit-learn container in ${region} is unknown: set aws.training.image.account`,
    );
  const name = `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
  return {
    uri: digest ? `${name}@${digest}` : `${name}:${tag}`,
    repositoryArn: `arn:aws:ecr:${region}:${account}:repository/${repository}`,
  };
}
