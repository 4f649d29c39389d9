import { linkedIn } from '../../adapters/linkedin/description.ts';
import { type CallPlan, planFirstPull, planUsualPull } from '../../core/collect/collection/call-plan.ts';
import { counted, formatNumber } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { loadConfig } from '../runtime.ts';

/** Says what a pull of an account of this size will ask of the platform. Calls nothing. */
export const planCollectionCommand: Command = async ({ campaigns, creatives, config }) => {
  if (campaigns === undefined || creatives === undefined) {
    throw new UsageError(
      'plan-collection needs the size of the account',
      'Run npm run ads -- plan-collection --campaigns 50 --creatives 400; Campaign Manager shows both numbers.',
    );
  }
  const { collection } = loadConfig(config);
  const size = { campaigns, creatives };
  const first = planFirstPull(size, collection, linkedIn.limits);
  const usual = planUsualPull(size, collection, linkedIn.limits);
  return {
    json: { size, first_pull: first, usual_pull: usual, calls_a_day: 4 * usual.calls },
    lines: [
      `For an account with ${counted(campaigns, 'campaign')} and ${counted(creatives, 'ad')}, at most:`,
      `  first pull, ${collection.backfillDays} days: ${planLine(first)}`,
      `  each later pull, ${collection.windowDays} days: ${planLine(usual)}`,
      `${linkedIn.title} allows ${formatNumber(linkedIn.limits.metricValues.most)} metric values in five minutes; the daily call quota is shown in its developer portal.`,
      'No call was made.',
    ],
    exitCode: 0,
  };
};

const planLine = ({ calls, lists, contents, analytics, metricValues }: CallPlan): string =>
  `${counted(calls, 'call')} (${formatNumber(lists)} for lists, ${formatNumber(contents)} for texts, ${formatNumber(analytics)} for performance), ${counted(metricValues, 'metric value')}`;
