/** What the roles of a deployment may do, read from its templates: for docs/security.md, and for tests that hold it narrow. */

import { messenger } from './constructs/warehouse-update.ts';

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
}
export interface StackTemplate {
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export interface Statement {
  /** Logical id of the role. */
  role: string;
  effect: string;
  actions: string[];
  /** Resources with the names that they will bear. */
  resources: string[];
  condition: unknown;
}

/** Every statement of every role's policies. */
export function roleStatements(templates: readonly StackTemplate[]): Statement[] {
  const name = namer(templates);
  return templates.flatMap((template) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
      if (Type === 'AWS::IAM::Policy')
        return statementsOf(Properties.PolicyDocument, refOf((Properties.Roles as unknown[])[0]), name);
      if (Type !== 'AWS::IAM::Role') return [];
      const inline = (Properties.Policies ?? []) as { PolicyDocument: unknown }[];
      return inline.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument, id, name));
    }),
  );
}

const refOf = (value: unknown): string => String((value as { Ref?: string }).Ref);

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function statementsOf(document: unknown, role: string, name: (value: unknown) => string): Statement[] {
  const { Statement: found } = document as { Statement: Record<string, unknown>[] };
  return found.map((each) => ({
    role,
    effect: String(each.Effect),
    actions: listed(each.Action).map(String),
    resources: listed(each.Resource).map(name),
    condition: each.Condition,
  }));
}

/** What a resource is called, by type: the property that names it. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** Turns references into names, across stacks too. */
function namer(templates: readonly StackTemplate[]): (value: unknown) => string {
  const resources = new Map(templates.flatMap(({ Resources }) => Object.entries(Resources)));
  const exported = new Map(
    templates.flatMap(({ Outputs = {} }) =>
      Object.values(Outputs).flatMap(({ Value, Export }) => (Export ? [[Export.Name, Value] as const] : [])),
    ),
  );
  const named = (id: string): string => {
    const { Type, Properties = {} } = resources.get(id) ?? { Type: 'unknown' };
    const property = nameProperties[Type];
    const kind = Type.replace(/^AWS::\w+::/, '').toLowerCase();
    return `${kind} ${property ? Properties[property] : id}`;
  };
  const name = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [[kind, argument] = ['', '']] = Object.entries(value as object) as [string, unknown][];
    if (kind === 'Ref') return String(argument).startsWith('AWS::') ? String(argument) : named(String(argument));
    if (kind === 'Fn::GetAtt') return named((argument as string[])[0] as string);
    if (kind === 'Fn::ImportValue') return name(exported.get(String(argument)) ?? 'an unknown export');
    if (kind === 'Fn::Join') {
      const [between, parts] = argument as [string, unknown[]];
      return parts.map(name).join(between);
    }
    throw new Error(`A policy names a resource in a way that is not understood: ${JSON.stringify(value)}`);
  };
  return name;
}

/** One table, a row a statement, of what the Lambdas may do; what all may comes first, once. */
export function permissionTable(templates: readonly StackTemplate[], account: string): string {
  const all = roleStatements(templates);
  const functions = templates
    .flatMap(({ Resources }) => Object.values(Resources))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties = {} }) => {
      const role = (Properties.Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0];
      const name = String(Properties.FunctionName);
      const own = all.filter((statement) => statement.role === role);
      return { name, rows: own.map((statement) => cells(statement).replaceAll(name, '(its own name)')) };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const stages = functions.filter(({ name }) => !name.endsWith(`-${messenger.name}`));
  const shared = (stages[0]?.rows ?? []).filter((row) => stages.every(({ rows }) => rows.includes(row)));
  const parts = [
    { name: 'each stage', rows: shared },
    ...functions.map(({ name, rows }) => ({
      name: `\`${name}\``,
      rows: rows.filter((row) => !stages.some((stage) => stage.name === name) || !shared.includes(row)),
    })),
  ];
  const lines = parts.flatMap(({ name, rows }) => rows.map((row, at) => `| ${at === 0 ? name : ''} | ${row} |`));
  return ['| Lambda | may | on | only if |', '|---|---|---|---|', ...lines].join('\n').replaceAll(account, '{account}');
}

const cells = ({ actions, resources, condition }: Statement): string =>
  [byService(actions), resources.map(short).join(', '), onlyIf(condition)].join(' | ').trim();

/** `s3: GetObject, PutObject`; no statement here mixes services. */
function byService(actions: readonly string[]): string {
  const service = actions[0]?.split(':')[0] ?? '';
  return `${service}: ${actions.map((action) => action.replace(`${service}:`, '')).join(', ')}`;
}

/** Without what every name here has in common. */
const short = (resource: string): string =>
  `\`${resource
    .replace(/^arn:aws:/, '')
    .replace(/^s3:::/, '')
    .replace(/^(\w+):[a-z0-9-]+:\d+:/, '$1 ')}\``;

const onlyIf = (condition: unknown): string =>
  condition === undefined
    ? ''
    : Object.values(condition as Record<string, Record<string, unknown>>)
        .flatMap((test) => Object.entries(test))
        .map(([key, value]) => `${key} is ${listed(value).join(' or ')}`)
        .join(', ');

/** The lines of docs/security.md that the table stands between. */
const tableMarks = { begin: '<!-- permissions: npm run permissions -->', end: '<!-- end of permissions -->' };

export function withTable(document: string, table: string): string {
  const { begin, end } = tableMarks;
  const [before, rest = ''] = document.split(begin);
  return `${before}${begin}\n\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`;
}
