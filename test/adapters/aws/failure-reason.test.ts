import { describe, expect, it } from 'vitest';
import { failureReason } from '../../../adapters/aws/failure-reason.ts';

const failed = (failure: string | undefined) => failureReason({ status: 'Failed', failure, secondary: 'Failed' });

describe('why a training job did not complete', () => {
  it('is the line that our script left', () => {
    expect(failed('AlgorithmError: training failed: 3 events are too few, exit code: 1')).toBe(
      'training failed: 3 events are too few',
    );
    expect(failed('AlgorithmError: training failed: no clicks\nTraceback …\nValueError, exit code: 1')).toBe(
      'training failed: no clicks',
    );
  });

  it('is said to be unknown where the script left none, with the place of its log', () => {
    expect(failed('AlgorithmError: , exit code: 137')).toBe(
      'its script ended without a reason; see the log group /aws/sagemaker/TrainingJobs',
    );
    expect(failed(undefined)).toBe('SageMaker gave no reason; see the log group /aws/sagemaker/TrainingJobs');
  });

  it.each([
    [
      'CapacityError: Unable to provision',
      'no instance was available (Unable to provision); set aws.training.spot to false, or choose another aws.training.instance',
    ],
    [
      'InternalServerError: We encountered an internal error',
      'SageMaker had an internal error (We encountered an internal error); train again',
    ],
    [
      'ClientError: Data download failed',
      "SageMaker could not start it (Data download failed); check that the job's role may read the snapshot and its code",
    ],
    ['Something new', 'Something new'],
    ['NewError: of another kind', 'NewError: of another kind'],
  ])('comes with what to do: %s', (failure, reason) => {
    expect(failed(failure)).toBe(reason);
  });

  it.each([
    ['MaxRuntimeExceeded', 'it took longer than aws.training.maximumMinutes'],
    ['Interrupted', 'its spot instance was reclaimed; train again, or set aws.training.spot to false'],
    ['Stopped', 'it was stopped by hand'],
  ])('of a stopped job is what stopped it: %s', (secondary, reason) => {
    expect(failureReason({ status: 'Stopped', failure: undefined, secondary })).toBe(reason);
  });

  it('is nothing for a job that completed or still runs', () => {
    for (const status of ['Completed', 'InProgress', 'Stopping'])
      expect(failureReason({ status, failure: undefined, secondary: undefined })).toBeUndefined();
  });
});
