import { type HousekeeperOutput, stageInput } from '../../core/contracts/stages.ts';
import { housekeeper } from '../../core/stages/housekeeper.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<HousekeeperOutput> => {
  const input = parseEvent(stageInput, event);
  return housekeeper(input, lambdaRuntime().depsFor(context, input.run_id));
};
