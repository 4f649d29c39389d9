import { modelRegistrarInput } from '../../core/contracts/training.ts';
import { type ModelRegistrarOutput, modelRegistrar } from '../../core/stages/model-registrar.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';
import { trainingService } from '../training-service.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<ModelRegistrarOutput> => {
  const request = parseEvent(modelRegistrarInput, event);
  const runtime = lambdaRuntime();
  const deps = runtime.depsFor(context, 'run_id' in request ? request.run_id : undefined);
  return modelRegistrar(request, {
    ...deps,
    ...trainingService(runtime, deps),
    milliseconds: () => performance.now(),
  });
};
