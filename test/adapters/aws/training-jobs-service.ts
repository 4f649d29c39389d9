/** Stands for SageMaker's training jobs: what the test says becomes of each, and what was asked for. */
import { ResourceInUse, type SageMakerClient, SageMakerServiceException } from '@aws-sdk/client-sagemaker';

export interface Description {
  TrainingJobStatus: string;
  SecondaryStatus?: string;
  FailureReason?: string;
  TrainingTimeInSeconds?: number;
  BillableTimeInSeconds?: number;
}

type Command = { constructor: { name: string }; input: { TrainingJobName: string } & Record<string, unknown> };

/** `fate` is what is answered about a job once it is begun, one after the other; the last stays. */
export function trainingJobsService(fate: readonly [Description, ...Description[]]) {
  const created: Command['input'][] = [];
  const looks = new Map<string, number>();
  const faults: Error[] = [];
  const send = async (command: Command) => {
    const { input } = command;
    const fault = faults.shift();
    if (fault) throw fault;
    const name = input.TrainingJobName;
    const known = created.some(({ TrainingJobName }) => TrainingJobName === name);
    if (command.constructor.name === 'CreateTrainingJobCommand') {
      if (known) throw new ResourceInUse({ message: 'Job name must be unique', $metadata: {} });
      created.push(input);
      return {};
    }
    if (!known) throw serviceError('ValidationException', 'Requested resource not found.');
    const look = looks.get(name) ?? 0;
    looks.set(name, look + 1);
    return { TrainingJobName: name, ...(fate[look] ?? fate.at(-1)) };
  };
  return { client: { send } as unknown as SageMakerClient, created, faults };
}

export const serviceError = (name: string, message: string, httpStatusCode = 400): Error =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode } });
