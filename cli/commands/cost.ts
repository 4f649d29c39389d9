import { linkedIn } from '../../adapters/linkedin/description.ts';
import { type Bill, billOf } from '../../core/deployment/cost/bill.ts';
import { inventoryOf } from '../../core/deployment/cost/inventory.ts';
import { prices, pricesOf } from '../../core/deployment/cost/prices.ts';
import { measuredVolumes } from '../../core/deployment/cost/volumes.ts';
import { counted } from '../../core/domain/language.ts';
import type { Command } from '../command.ts';
import { formatNumber } from '../lines/wording.ts';
import { synthesised } from '../places/synthesised.ts';
import { loadConfig } from '../runtime.ts';

/** What the deployment will cost a month, by its own templates, at three sizes of account. Calls nothing. */
export const costCommand: Command = async ({ config }) => {
  const { prefix, region } = loadConfig(config).aws;
  const inventory = inventoryOf(await synthesised(), prefix);
  const bills = measuredVolumes(linkedIn.limits).map((volumes) => ({
    creatives: volumes.creatives,
    ...billOf(inventory, volumes, prices),
  }));
  return {
    json: { prices_of: pricesOf, region_of_prices: 'us-east-2', currency: 'USD', bills },
    lines: [
      `US dollars a month, prices of ${pricesOf} in us-east-2${region === 'us-east-2' ? '' : ` (your region is ${region}, whose prices may differ)`}:`,
      '',
      ...table(bills),
      '',
      `The deployment has ${counted(inventory.functions.size, 'function')}, ${counted(inventory.workflows.size, 'workflow')}, ${counted(inventory.alarmMetrics, 'metric')} with alarms, ${counted(inventory.secrets, 'secret')} and ${counted(inventory.keys, 'key')}.`,
      'The last line is at list prices. The lines above it are after the always-free allowances, provided that nothing else in the account uses them up.',
      'Function time and S3 requests are estimates (core/deployment/cost/volumes.ts); bytes and queries are measured. No bill has confirmed the figures.',
    ],
    exitCode: 0,
  };
};

type Sized = Bill & { creatives: number };

/** In the form of a table for Markdown too, so that the README's is this one. */
function table(bills: readonly Sized[]): string[] {
  const row = (what: string, values: readonly number[]) => `| ${[what, ...values.map(dollars)].join(' | ')} |`;
  const services = bills[0]?.lines ?? [];
  return [
    `| creatives | ${bills.map(({ creatives }) => formatNumber(creatives)).join(' | ')} |`,
    `|---|${bills.map(() => '---').join('|')}|`,
    ...services.map(({ what }, at) =>
      row(
        what,
        bills.map(({ lines }) => lines[at]?.due ?? 0),
      ),
    ),
    row(
      '**total**',
      bills.map(({ due }) => due),
    ),
    row(
      'at list prices',
      bills.map(({ list }) => list),
    ),
  ];
}

const dollars = (value: number): string => value.toFixed(2);
