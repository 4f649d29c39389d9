/** The warehouse of Athena on the stand-in, with objects in a folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { type AwsWarehouseOptions, awsWarehouse } from '../../../adapters/aws/warehouse.ts';
import { localObjectStore } from '../../../adapters/local/object-store.ts';
import { loadSqlFiles, projectRoot } from '../../../cli/runtime.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { Warehouse } from '../../../core/ports/warehouse.ts';
import type { SqlFiles } from '../../../core/sql/sql-models.ts';
import { type AthenaStandIn, startAthena } from '../../support/athena/stand-in.ts';
import { testSql } from '../../support/collected-twin.ts';

const place = { database: 'linkedin_ads', location: 's3://data', workgroup: 'linkedin-ads' };

export interface OpenWarehouse {
  athena: AthenaStandIn;
  objects: ObjectStore;
  /** Milliseconds that were slept, one a wait. */
  waits: number[];
  /** Another invocation on the same Athena. */
  open(options?: Partial<AwsWarehouseOptions>): Warehouse;
  close(): Promise<void>;
}

let invocations = 0;

/** `athena/` and a few questions more, over the objects of a store. */
export const openPipeline = (objects: ObjectStore): Promise<OpenWarehouse> =>
  openWarehouse(new Map([...loadSqlFiles(join(projectRoot, 'athena')), ...testSql, ...pulled]), objects);

const pulled = new Map([['pulled', 'select cast(count(*) as bigint) as pulled from stg_analytics']]);

export async function openWarehouse(sqlFiles: SqlFiles, given?: ObjectStore): Promise<OpenWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'athena-objects-'));
  const objects = given ?? localObjectStore(folder);
  const athena = await startAthena({ ...place, objects });
  const client = new AthenaClient({
    endpoint: athena.url,
    region: 'us-east-2',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  });
  const waits: number[] = [];
  return {
    athena,
    objects,
    waits,
    open: (options = {}) =>
      awsWarehouse({
        client,
        ...place,
        sqlFiles,
        athenaOnlyFiles: loadSqlFiles(join(projectRoot, 'athena', 'athena-only')),
        run: `run-${++invocations}`,
        invocation: `invocation-${invocations}`,
        now: () => new Date(),
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
          // Long enough for the engine to get on.
          await new Promise((resolve) => setTimeout(resolve, 1));
        },
        ...options,
      }),
    close: async () => {
      client.destroy();
      await athena.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
