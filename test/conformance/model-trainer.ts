/** What every ModelTrainer must do, whoever runs the jobs. */
import { expect, test } from 'vitest';
import type { TrainingJob } from '../../core/contracts/training.ts';
import type { ModelTrainer } from '../../core/ports/model-trainer.ts';

export interface TrainerWorld {
  trainer: ModelTrainer;
  /** A new one, whose script and data are there. */
  job: TrainingJob;
  /** How often the job was really begun. */
  begun(): Promise<number>;
}

export function modelTrainerSuite(makeWorld: (fate: 'completes' | 'fails') => Promise<TrainerWorld>): void {
  test('a job that completes is reported under its own name', async () => {
    const { trainer, job } = await makeWorld('completes');
    expect(await trainer.train(job)).toMatchObject({ ...namesOf(job), status: 'Completed' });
    expect(await trainer.train(job)).not.toHaveProperty('reason');
  });

  test('the same job again is not begun again', async () => {
    const { trainer, job, begun } = await makeWorld('completes');
    await trainer.train(job);
    expect(await trainer.train(job)).toMatchObject({ ...namesOf(job), status: 'Completed' });
    expect(await begun()).toBe(1);
  });

  test('how a job ended can be asked later, by its names alone', async () => {
    const { trainer, job } = await makeWorld('completes');
    await trainer.train(job);
    expect(await trainer.outcome(namesOf(job))).toMatchObject({ ...namesOf(job), status: 'Completed' });
  });

  test('of a job that was never begun nothing is known', async () => {
    const { trainer, job } = await makeWorld('completes');
    expect(await trainer.outcome({ ...namesOf(job), job: `${job.job}-never` })).toBeUndefined();
  });

  test('a job that fails is no error of the trainer: it says in a line why', async () => {
    const { trainer, job } = await makeWorld('fails');
    expect(await trainer.train(job)).toEqual({
      ...namesOf(job),
      status: 'Failed',
      reason: 'training failed: no clicks',
    });
  });
}

const namesOf = ({ model, job, snapshot }: TrainingJob) => ({ model, job, snapshot });
