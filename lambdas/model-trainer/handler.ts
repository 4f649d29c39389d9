import { type ModelTrainerOutput, modelTrainerInput } from '../../core/contracts/training.ts';
import { modelTrainer } from '../../core/stages/model-trainer.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';
import { bundledTrainingCode } from '../training-code.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<ModelTrainerOutput> => {
  const input = parseEvent(modelTrainerInput, event);
  const { environment, depsFor } = lambdaRuntime();
  // names of jobs begin as every name of the deployment does
  const jobPrefix = environment.WORKGROUP;
  return modelTrainer(input, { ...depsFor(context, input.run_id), code: bundledTrainingCode(), jobPrefix });
};
