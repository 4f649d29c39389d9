/** Where a command about models works: in a data folder, or through the deployment's model-registrar. */
import { findDeployedStage, stageClient } from '../../adapters/aws/deployed-stage.ts';
import type { ModelRegistrarInput } from '../../core/contracts/training.ts';
import { resourceNames } from '../../core/deployment/names.ts';
import { type ModelRegistrarOutput, modelRegistrar } from '../../core/stages/model-registrar.ts';
import type { Arguments } from '../arguments.ts';
import { createRuntime, loadConfig, shownPath } from '../runtime.ts';
import { registrarDeps } from '../training.ts';

export interface Registry {
  /** Says what is about to be looked at or changed. */
  sayTarget(): void;
  ask(request: ModelRegistrarInput): Promise<ModelRegistrarOutput>;
  close(): Promise<void>;
}

export const openRegistry = (args: Arguments): Promise<Registry> => (args.aws ? deployed(args) : local(args));

async function local(args: Arguments): Promise<Registry> {
  const runtime = await createRuntime({ ...args, kind: undefined });
  return {
    sayTarget: () => runtime.print(`Target: ${shownPath(runtime.dataDir)}`),
    ask: (request) => modelRegistrar(request, registrarDeps(runtime)),
    close: () => runtime.close(),
  };
}

async function deployed({ config, json }: Arguments): Promise<Registry> {
  const { region, prefix } = loadConfig(config).aws;
  const name = resourceNames(prefix, '').functionOf('model-registrar');
  const stage = await findDeployedStage(stageClient(region), name);
  return {
    sayTarget: () =>
      void (json ? process.stderr : process.stdout).write(
        `Target: account ${stage.account}, region ${region}, bucket ${stage.bucket}\n`,
      ),
    ask: (request) => stage.invoke(request ?? {}) as Promise<ModelRegistrarOutput>,
    close: async () => undefined,
  };
}
