import { parquetEncoder } from '../../adapters/parquet/encoder.ts';
import { type DataProcessorOutput, dataProcessorInput } from '../../core/contracts/stages.ts';
import { underMergeLease } from '../../core/process/merging/merge-lease.ts';
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<DataProcessorOutput> => {
  const input = parseEvent(dataProcessorInput, event);
  const deps = lambdaRuntime().depsFor(context, input.run_id);
  return underMergeLease(deps, input.run_id ?? context.awsRequestId, () =>
    dataProcessor(input, { ...deps, parquet: parquetEncoder }),
  );
};
