import type { FinishedJob, TrainingJob } from '../contracts/training.ts';

/** Runs training jobs to their end. In the deployment the workflow begins them, and what became of them is asked here. */
export interface ModelTrainer {
  /** How the job ended, well or not; throws when it could not begin, or has not ended in time. The same job again is the same. */
  train(job: TrainingJob): Promise<FinishedJob>;
  /** How a job stands, in the trainer's own words, also while it is running; undefined for an unknown job. */
  outcome(job: Pick<TrainingJob, 'model' | 'job' | 'snapshot'>): Promise<FinishedJob | undefined>;
}
