import { afterAll } from 'vitest';
import { conformanceSql, warehouseConformance } from '../../conformance/warehouse.ts';
import { type OpenWarehouse, openWarehouse } from './open-warehouse.ts';

const opened: OpenWarehouse[] = [];
afterAll(() => Promise.all(opened.map((each) => each.close())));

warehouseConformance('the warehouse of Athena', async () => {
  const world = await openWarehouse(conformanceSql);
  opened.push(world);
  return world.open();
});
