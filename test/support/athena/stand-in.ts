/** A stand-in for Athena: the four calls that the warehouse makes, in Athena's JSON 1.1, on the DuckDB of `engine.ts`. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EngineOptions, type EngineResult, startEngine } from './engine.ts';

export interface Fault {
  /** The statements that it happens to. */
  statement: RegExp;
  /** How often; then statements run as ever. */
  times: number;
  /** `stall`: the query runs until it is stopped. `waver`: it is queued again while it runs. `refuse`: starting it throttles. */
  kind: 'fail' | 'cancel' | 'stall' | 'waver' | 'refuse';
  reason?: string;
  retryable?: boolean;
}

export interface Execution {
  id: string;
  token: string;
  statement: string;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  retryable?: boolean;
  submittedAt: Date;
  result?: EngineResult;
  /** States that it shows first, one a look. */
  shown: Execution['state'][];
}

export interface AthenaStandIn {
  url: string;
  executions: Execution[];
  /** Pages of results that were asked for. */
  pages: number;
  fault(...faults: Fault[]): void;
  close(): Promise<void>;
}

/** What the API refuses, by its code. */
class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const longestStatementBytes = 262_144;
const rowsPerPage = 1000;

type Input = Record<string, unknown> & { QueryExecutionId?: string; ClientRequestToken?: string; QueryString?: string };

export async function startAthena(
  options: EngineOptions & { workgroup: string; now?: () => Date },
): Promise<AthenaStandIn> {
  const engine = await startEngine(options);
  const faults: Fault[] = [];
  const executions: Execution[] = [];
  const standIn = { url: '', executions, pages: 0, fault: (...more: Fault[]) => void faults.push(...more) };
  const faultOf = (statement: string): Fault | undefined => {
    const fault = faults.find((each) => each.times > 0 && each.statement.test(statement));
    if (fault) fault.times -= 1;
    return fault;
  };
  const executionOf = (id: unknown): Execution => {
    const found = executions.find((each) => each.id === id);
    if (!found) throw new Refusal('InvalidRequestException', `QueryExecution ${id} was not found`);
    return found;
  };

  const calls: Record<string, (input: Input) => unknown> = {
    StartQueryExecution(input) {
      const { QueryString: statement = '', ClientRequestToken: token = '' } = input;
      assertStart(input, options);
      const known = executions.find((each) => each.token === token);
      if (known && known.statement !== statement)
        throw new Refusal('InvalidRequestException', 'Idempotent parameters do not match');
      if (known) return { QueryExecutionId: known.id };
      const fault = faultOf(statement);
      if (fault?.kind === 'refuse') throw new Refusal('TooManyRequestsException', 'Rate exceeded');
      const execution: Execution = {
        id: `query-${executions.length + 1}`,
        token,
        statement,
        state: 'RUNNING',
        submittedAt: (options.now ?? (() => new Date()))(),
        shown: fault?.kind === 'waver' ? ['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING'] : [],
      };
      executions.push(execution);
      run(execution, fault);
      return { QueryExecutionId: execution.id };
    },
    GetQueryExecution: ({ QueryExecutionId }) => ({ QueryExecution: described(executionOf(QueryExecutionId)) }),
    GetQueryResults({ QueryExecutionId, MaxResults, NextToken }) {
      const { state, result } = executionOf(QueryExecutionId);
      if (state !== 'SUCCEEDED' || !result) throw new Refusal('InvalidRequestException', `Query is ${state}`);
      if (Number(MaxResults) > rowsPerPage) throw new Refusal('InvalidRequestException', 'MaxResults is at most 1000');
      standIn.pages += 1;
      return pageOf(result, Number(NextToken ?? 0), Number(MaxResults ?? rowsPerPage));
    },
    StopQueryExecution({ QueryExecutionId }) {
      executionOf(QueryExecutionId).state = 'CANCELLED';
      return {};
    },
  };

  function run(execution: Execution, fault: Fault | undefined): void {
    if (fault?.kind === 'stall') return;
    const end = (ended: Partial<Execution>) => {
      if (execution.state === 'RUNNING') Object.assign(execution, ended);
    };
    if (fault?.kind === 'fail' || fault?.kind === 'cancel') {
      const state = fault.kind === 'fail' ? 'FAILED' : 'CANCELLED';
      end({ state, reason: fault.reason ?? '', retryable: fault.retryable ?? false });
      return;
    }
    engine.execute(execution.statement).then(
      (result) => end({ state: 'SUCCEEDED', result }),
      (error: Error) => end({ state: 'FAILED', reason: error.message }),
    );
  }

  const server = createServer(async (request, response) => {
    const [, name = ''] = String(request.headers['x-amz-target']).split('AmazonAthena.');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    try {
      const call = calls[name];
      if (!call) throw new Refusal('UnknownOperationException', name);
      answer(200, call(JSON.parse(await textOf(request))));
    } catch (error) {
      answer(400, {
        __type: error instanceof Refusal ? error.code : 'InternalServerException',
        message: String(error),
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(standIn, {
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.close();
    },
  });
}

function assertStart(input: Input, { workgroup, database }: { workgroup: string; database: string }): void {
  const { QueryString = '', ClientRequestToken = '', WorkGroup, QueryExecutionContext } = input;
  const refuse = (why: string) => new Refusal('InvalidRequestException', why);
  if (Buffer.byteLength(QueryString) > longestStatementBytes) throw refuse('queryString is too long');
  if (ClientRequestToken.length < 32 || ClientRequestToken.length > 128)
    throw refuse('clientRequestToken has 32 to 128 characters');
  if (WorkGroup !== workgroup) throw refuse(`WorkGroup ${WorkGroup} is not found`);
  if ((QueryExecutionContext as { Database?: string })?.Database !== database) throw refuse('another database');
}

function described(execution: Execution) {
  const { id, statement, state, reason, retryable, submittedAt, shown } = execution;
  const isDdl = /^(create|alter|drop|vacuum|optimize)\b/.test(statement);
  return {
    QueryExecutionId: id,
    Query: statement,
    StatementType: isDdl ? 'DDL' : 'DML',
    Status: {
      State: shown.shift() ?? state,
      SubmissionDateTime: submittedAt.getTime() / 1000,
      ...(reason !== undefined && { StateChangeReason: reason }),
      ...(state === 'FAILED' && { AthenaError: { ErrorCategory: retryable ? 1 : 2, Retryable: retryable ?? false } }),
    },
  };
}

/** The first row of the first page is the header. */
function pageOf({ columns, rows }: EngineResult, start: number, count: number) {
  const all: (string | undefined)[][] = [columns.map(({ name }) => name), ...rows];
  const next = start + count;
  return {
    ResultSet: {
      Rows: all
        .slice(start, next)
        .map((row) => ({ Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })) })),
      ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type })) },
    },
    ...(next < all.length && { NextToken: String(next) }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
