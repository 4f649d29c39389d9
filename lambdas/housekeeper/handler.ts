import { type HousekeeperOutput, stageInput } from '../../core/contracts/stages.ts';
import { housekeeper } from '../../core/stages/housekeeper.ts';
import { type InvocationContext, inputOf } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<HousekeeperOutput> => {
  const input = inputOf(stageInput, event);
  return housekeeper(input, lambdaRuntime().depsFor(context, input.run_id));
};
