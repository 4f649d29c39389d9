/** Everything that `quality` shows: the score and what it rests on, the checks with examples, the drift. Changes nothing. */
import type { StageDeps } from '../../ports/stage-deps.ts';
import { type AccountFacts, dataClock, readAccountFacts } from './accounts.ts';
import { type Check, type CheckSeverity, checks } from './checks.ts';
import { driftReport, type FieldDrift } from './drift-report.ts';
import { type CheckResult, checkParameters, runCheck } from './run-checks.ts';
import { type AccountScore, overallScore, scoreAccount } from './score.ts';

/** `quality --json` */
export interface Quality {
  simulated: boolean;
  /** Against which ages are measured: now, or the newest observation of simulated data. */
  as_of: string;
  /** 0 to 100; null without any facts. */
  score: number | null;
  accounts: (AccountScore & Pick<AccountFacts, 'facts'>)[];
  checks: {
    check: string;
    severity: CheckSeverity;
    title: string;
    offending: number;
    /** Some of the offending rows. */
    examples: CheckResult['examples'];
    explanation: string;
    remedy: string;
  }[];
  drift: FieldDrift[];
}

type Deps = Pick<StageDeps, 'objects' | 'warehouse' | 'config' | 'simulated' | 'now' | 'progress'>;

export async function assessQuality(deps: Deps): Promise<Quality> {
  const asOf = await dataClock(deps);
  const parameters = checkParameters({ config: deps.config, asOf });
  const results: CheckResult[] = [];
  for (const check of checks) {
    deps.progress('checking the numbers', results.length, checks.length);
    results.push(await runCheck(check, deps.warehouse, parameters));
  }
  const accounts = (await readAccountFacts(deps)).map((account) => ({
    ...scoreAccount(account, results, asOf),
    facts: account.facts,
  }));
  return {
    simulated: deps.simulated,
    as_of: asOf.toISOString(),
    score: overallScore(accounts),
    accounts,
    checks: results.map(shown),
    drift: await driftReport(deps.objects),
  };
}

const shown = ({ check, offending, examples }: CheckResult): Quality['checks'][number] => ({
  check: nameOf(check),
  severity: check.severity,
  title: check.title,
  offending,
  examples,
  explanation: check.explanation,
  remedy: check.remedy,
});

const nameOf = ({ file }: Check): string => file.slice('checks/'.length);
