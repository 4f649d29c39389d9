import { describe, expect, it } from 'vitest';
import { linkedIn } from '../../adapters/linkedin/description.ts';
import { billOf } from '../../core/deployment/cost/bill.ts';
import { inventoryOf } from '../../core/deployment/cost/inventory.ts';
import { prices } from '../../core/deployment/cost/prices.ts';
import { measuredVolumes } from '../../core/deployment/cost/volumes.ts';
import { deployed, everything } from '../support/deployment.ts';

/** US dollars a month for 1,000 creatives: the promise. */
const target = 10;

describe('the cost of a deployment', () => {
  const bill = (aws: object, creatives: number) => {
    const volumes = measuredVolumes(linkedIn.limits).find((each) => each.creatives === creatives);
    if (!volumes) throw new Error(`nothing was measured for ${creatives} creatives`);
    return billOf(inventoryOf(deployed(aws).templates, 'linkedin-ads'), volumes, prices);
  };

  it('keeps the promise for 1,000 creatives, also with every alarm and Slack', () => {
    expect(bill({}, 1000).due).toBeLessThanOrEqual(target);
    expect(bill({ alarms: everything.alarms }, 1000).due).toBeLessThanOrEqual(target);
    const served = bill({ alarms: everything.alarms, training: everything.training }, 1000);
    expect(served.due).toBeLessThanOrEqual(target);
    expect(served.lines.find(({ what }) => what === 'SageMaker endpoint')?.due).toBeGreaterThan(0);
  });

  it('knows every stage and workflow that it counts', () => {
    const { functions, workflows } = inventoryOf(deployed().templates, 'linkedin-ads');
    for (const { stage, workflow } of measuredVolumes(linkedIn.limits).flatMap(({ calls }) => calls)) {
      expect([...functions.keys()]).toContain(stage);
      expect([...workflows.keys()]).toContain(workflow);
    }
  });
});
