/** Why a training job did not complete, for people: SageMaker's words come with its own prefixes and seldom say what to do. */

export interface JobEnd {
  status: string;
  /** `FailureReason`: what the script left in its failure file, or what the platform says itself. */
  failure: string | undefined;
  /** `SecondaryStatus`: for a job that was stopped it says by what. */
  secondary: string | undefined;
}

/** Undefined for a job that completed or still runs. */
export function failureReason({ status, failure, secondary }: JobEnd): string | undefined {
  if (status === 'Stopped') return stopped[secondary ?? ''] ?? 'it was stopped by hand';
  if (status !== 'Failed') return undefined;
  const said = failure?.trim() ?? '';
  if (said === '') return 'SageMaker gave no reason; see the log group /aws/sagemaker/TrainingJobs';
  const [, kind = '', detail = said] = /^(\w+(?:Error|Exception)):\s*([\s\S]*)$/.exec(said) ?? [];
  return explained[kind]?.(detail) ?? said;
}

const stopped: Readonly<Record<string, string>> = {
  MaxRuntimeExceeded: 'it took longer than aws.training.maximumMinutes',
  MaxWaitTimeExceeded:
    'no spot instance became available within aws.training.waitMinutes; allow more time, or set aws.training.spot to false',
  Interrupted: 'its spot instance was reclaimed; train again, or set aws.training.spot to false',
};

const explained: Readonly<Record<string, (detail: string) => string>> = {
  AlgorithmError: scriptLine,
  CapacityError: (detail) =>
    `no instance was available (${detail}); set aws.training.spot to false, or choose another aws.training.instance`,
  InternalServerError: (detail) => `SageMaker had an internal error (${detail}); train again`,
  ClientError: (detail) =>
    `SageMaker could not start it (${detail}); check that the job's role may read the snapshot and its code`,
};

/** Our scripts write one line; without one, SageMaker adds how the process ended and the command behind it. */
function scriptLine(detail: string): string {
  const line = detail.split('\n')[0]?.replace(/,?\s*exit code: \d+\s*$/i, '') ?? '';
  return line.trim() || 'its script ended without a reason; see the log group /aws/sagemaker/TrainingJobs';
}
