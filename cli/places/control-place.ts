/** Where people steer: a data folder of this machine, or a deployment. Needs no warehouse and no token. */
import { join, resolve } from 'node:path';
import type { DeployedStage } from '../../adapters/aws/deployed-stage.ts';
import { localObjectStore } from '../../adapters/local/object-store.ts';
import { dataFolder } from '../../core/contracts/data-folder.ts';
import { keys } from '../../core/contracts/keys.ts';
import type { ObjectStore } from '../../core/ports/object-store.ts';
import { parseStored } from '../../core/running/documents.ts';
import { projectRoot, shownPath } from '../runtime.ts';

export interface ControlPlace {
  /** As a person knows it: printed before anything is done. */
  name: string;
  objects: ObjectStore;
  /** Of a folder: whether its numbers are made up. */
  simulated: boolean;
  /** Of a deployment: its optimizer. */
  optimizer?: DeployedStage;
}

export interface PlaceArguments {
  aws: boolean;
  dataDir: string | undefined;
  config: string | undefined;
}

export async function localControlPlace(dataDir: string | undefined): Promise<ControlPlace> {
  const root = resolve(dataDir ?? join(projectRoot, '.local', 'data'));
  const objects = localObjectStore(root);
  const kind = await kindOf(objects);
  return { name: `the folder ${shownPath(root)} on this machine (${kind})`, objects, simulated: kind === simulated };
}

const simulated = 'a simulated LinkedIn account';

async function kindOf(objects: ObjectStore): Promise<string> {
  try {
    const stored = await objects.get(keys.dataFolder);
    if (!stored) return 'no data yet';
    return parseStored(keys.dataFolder, stored.body, dataFolder).kind === 'simulated' ? simulated : 'real data';
  } catch {
    // Stopping must not depend on it.
    return 'contents unknown';
  }
}
