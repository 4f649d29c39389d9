import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { formatNumber } from '../../core/domain/language.ts';
import { WarehouseError } from '../../core/errors.ts';
import { pollMilliseconds, restartMilliseconds } from './query-timing.ts';
import { serviceCall } from './service-error.ts';

/** StartQueryExecution refuses longer ones, in UTF-8 bytes. */
export const longestStatementBytes = 262_144;
/** Starts of a statement that fails for no fault of its own, the first included. */
const failuresTaken = 3;
/** Failures of a killed invocation that its tokens may bring back; beyond it something else is wrong. */
const repeatedAnswersTaken = 20;
/** Two clocks: Athena's, which dates a query, and ours. */
const clockToleranceMilliseconds = 5000;
/** Before the deadline, to stop the query and to say so. */
const stopReserveMilliseconds = 15_000;
const defaultStatementSeconds = 840;

export interface AthenaSession {
  client: AthenaClient;
  database: string;
  /** Its settings decide where results go and how much a query may read. */
  workgroup: string;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** When the invocation ends. */
  deadline?: Date | undefined;
  /** One statement's limit: 14 minutes unless set. */
  statementSeconds?: number | undefined;
}

export interface AthenaStatement {
  /** What errors call it, such as `athena/queries/process/watermark.sql`. */
  label: string;
  text: string;
  tokenOf(attempt: number): string;
}

/** Runs one statement to its end; the id of its execution. WarehouseError when it fails, is cancelled or takes too long. */
export async function runStatement(session: AthenaSession, statement: AthenaStatement): Promise<string> {
  assertLength(statement);
  const askedAt = session.now().getTime();
  let failures = 0;
  for (let attempt = 1; ; attempt++) {
    const ended = await runOnce(session, statement, attempt);
    if (ended.Status?.State === 'SUCCEEDED') return ended.QueryExecutionId ?? '';
    if (isOlderThan(ended, askedAt) && attempt <= repeatedAnswersTaken) continue;
    failures += 1;
    if (!mayPassWhenRepeated(ended) || failures === failuresTaken) throw failed(statement, ended);
    await session.sleep(restartMilliseconds(failures));
  }
}

function assertLength({ label, text }: AthenaStatement): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= longestStatementBytes) return;
  throw new WarehouseError(
    `The statement of ${label} has ${formatNumber(bytes)} bytes; Athena takes ${formatNumber(longestStatementBytes)} at most`,
    'It names every raw object of a run: collect fewer accounts in one run (linkedin.accounts).',
  );
}

async function runOnce(session: AthenaSession, statement: AthenaStatement, attempt: number): Promise<QueryExecution> {
  const { client, database, workgroup } = session;
  const { QueryExecutionId: id = '' } = await serviceCall(
    `start ${statement.label}`,
    client.send(
      new StartQueryExecutionCommand({
        QueryString: statement.text,
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: database },
        WorkGroup: workgroup,
        ClientRequestToken: statement.tokenOf(attempt),
      }),
    ),
  );
  return endOf(session, statement, id);
}

/** A query may go from RUNNING back to QUEUED: Athena repeats it after a passing error of its own. */
async function endOf(session: AthenaSession, statement: AthenaStatement, id: string): Promise<QueryExecution> {
  const until = limitOf(session);
  for (let poll = 0; ; poll++) {
    const { QueryExecution: execution } = await serviceCall(
      `get the state of ${statement.label}`,
      session.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id })),
    );
    if (execution && /^(SUCCEEDED|FAILED|CANCELLED)$/.test(execution.Status?.State ?? '')) return execution;
    if (session.now().getTime() >= until) return stopped(session, statement, id);
    await session.sleep(pollMilliseconds(poll));
  }
}

function limitOf({ now, deadline, statementSeconds = defaultStatementSeconds }: AthenaSession): number {
  const ownLimit = now().getTime() + statementSeconds * 1000;
  return deadline ? Math.min(ownLimit, deadline.getTime() - stopReserveMilliseconds) : ownLimit;
}

/** Nothing waits for it any more: it would go on, be billed, and meet the next run's. */
async function stopped({ client }: AthenaSession, { label }: AthenaStatement, id: string): Promise<never> {
  await serviceCall(`stop ${label}`, client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })));
  throw new WarehouseError(
    `${label} failed: it took too long and was stopped (query ${id})`,
    'Run the stage again: its statements are safe to repeat. If it happens again, look at the query in Athena’s history.',
  );
}

/** Started by an invocation that is gone; its failure says nothing about now. */
const isOlderThan = ({ Status }: QueryExecution, askedAt: number): boolean =>
  Status?.SubmissionDateTime !== undefined &&
  Status.SubmissionDateTime.getTime() < askedAt - clockToleranceMilliseconds;

/** Two runs that write to one Iceberg table at once: the later commit fails, and passes when repeated. */
const commitConflict = /ICEBERG_COMMIT_ERROR|ICEBERG_TRANSACTION_CONFLICT/;

const mayPassWhenRepeated = ({ Status }: QueryExecution): boolean =>
  Status?.State === 'FAILED' &&
  (Status.AthenaError?.Retryable === true || commitConflict.test(Status.StateChangeReason ?? ''));

function failed({ label }: AthenaStatement, { QueryExecutionId, Status }: QueryExecution): WarehouseError {
  const reason = Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? 'no reason was given';
  const what = Status?.State === 'CANCELLED' ? `it was cancelled: ${reason}` : reason;
  return new WarehouseError(
    `${label} failed: ${what} (query ${QueryExecutionId})`,
    'See the reason, and the query in Athena’s history. The stage can be run again: its statements are safe to repeat.',
  );
}
