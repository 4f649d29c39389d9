import { z } from 'zod';
import { type WarehouseSetupOutput, warehouseSetupInput } from '../../core/contracts/stages.ts';
import { warehouseSetup } from '../../core/stages/warehouse-setup.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

/** What the CDK's provider framework sends for the custom resource; by hand there is no RequestType. */
const deploymentEvent = z.object({ RequestType: z.enum(['Create', 'Update', 'Delete']) });

/** The same at every answer: another one would make CloudFormation delete what the former stands for. */
const physicalResourceId = (database: string): string => `warehouse-setup-${database}`;

export const handler = async (event: unknown, context: InvocationContext): Promise<object> => {
  const request = deploymentEvent.safeParse(event);
  if (!request.success) return setUp(event, context);
  const PhysicalResourceId = physicalResourceId(lambdaRuntime().environment.DATABASE);
  // A stack that is deleted takes no data with it.
  if (request.data.RequestType === 'Delete') return { PhysicalResourceId };
  return { PhysicalResourceId, Data: await setUp({}, context) };
};

async function setUp(event: unknown, context: InvocationContext): Promise<WarehouseSetupOutput> {
  const { depsFor, sqlFiles, athenaOnlyFiles } = lambdaRuntime();
  const input = parseEvent(warehouseSetupInput, event);
  return warehouseSetup(input, { ...depsFor(context), sqlFiles: new Map([...sqlFiles, ...athenaOnlyFiles]) });
}
