import { type OptimizerOutput, stageInput } from '../../core/contracts.ts';
import { optimizer } from '../../core/stages/optimizer.ts';
import { type InvocationContext, inputOf } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<OptimizerOutput> => {
  const input = inputOf(stageInput, event);
  return optimizer(input, lambdaRuntime().depsFor(context, input.run_id));
};
