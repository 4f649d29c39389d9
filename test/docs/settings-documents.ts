/** What is made from the settings' own schema: `ads.config.schema.json` for editors and `docs/settings.md` for people. */
import { z } from 'zod';
import { adsConfig } from '../../core/settings/config.ts';

type Node = z.core.JSONSchema.BaseSchema & { unit?: string };

/** One setting that holds a value, not a block of others. */
export interface Setting {
  path: string;
  unit: string;
  description: string;
  allowed: string;
  default: string;
}

interface Block {
  path: string;
  description: string;
  settings: Setting[];
}

const schema = z.toJSONSchema(adsConfig, { io: 'input', target: 'draft-7', override: withoutLargestNumber }) as Node;

/** The text of `ads.config.schema.json`: an editor shows each description, with its unit, while the file is written. */
export const settingsSchema = (): string => `${JSON.stringify(withUnitInDescription(schema), null, 2)}\n`;

/** Blocks in the order of the schema; what stands in no block comes first. */
export function settingsBlocks(): Block[] {
  return blocksOf(schema, '', adsConfig.parse({})).filter(({ settings }) => settings.length > 0);
}

/** The text of `docs/settings.md`. */
export function settingsPage(): string {
  return [
    '# Settings',
    '',
    '`npm run settings` makes this page and `ads.config.schema.json` from the schema in `core/settings/config.ts`; change the descriptions there.',
    '',
    'Settings are read from `ads.config.json`, or from the file after `--config`. Every setting can be left out: its default then applies.',
    'A key that does not exist is an error, so that a misspelt key is not silently ignored. With `"$schema": "./ads.config.schema.json"`',
    'an editor completes and checks the file. A share or a probability is a number from 0 to 1.',
    ...settingsBlocks().flatMap(section),
    '',
  ].join('\n');
}

function section({ path, description, settings }: Block): string[] {
  const rows = settings.map((row) =>
    [`\`${row.path.slice(path === '' ? 0 : path.length + 1)}\``, row.description, row.unit, row.allowed, row.default]
      .join(' | ')
      .replaceAll(' |  | ', ' | | '),
  );
  return [
    '',
    ...(path === '' ? ['## At the top'] : [`## \`${path}\``, '', description]),
    '',
    '| setting | what it does | unit | allowed | default |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ];
}

function blocksOf(node: Node, path: string, defaults: unknown): Block[] {
  const children = Object.entries((node.properties ?? {}) as Record<string, Node>).map(([name, child]) => ({
    node: child,
    path: path === '' ? name : `${path}.${name}`,
    value: (defaults as Record<string, unknown> | undefined)?.[name],
  }));
  return [
    {
      path,
      description: node.description ?? '',
      settings: children.filter(({ node }) => !node.properties).map(settingOf),
    },
    ...children.filter(({ node }) => node.properties).flatMap(({ node, path, value }) => blocksOf(node, path, value)),
  ];
}

function settingOf({ node, path, value }: { node: Node; path: string; value: unknown }): Setting {
  return {
    path,
    unit: node.unit ?? '',
    description: node.description ?? '',
    allowed: allowedIn(node),
    default: value === undefined ? 'none' : `\`${JSON.stringify(value)}\``,
  };
}

function allowedIn(node: Node): string {
  if (node.enum) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map((choice) => `\`${JSON.stringify((choice as Node).const)}\``).join(', ');
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'array') return 'list of texts';
  if (node.type === 'integer') return `whole number${boundsOf({ ...node, ...fromOne(node) })}`;
  if (node.type === 'number') return `number${boundsOf(node)}`;
  return node.format === 'uri' ? 'URL' : 'text';
}

/** A whole number above 0 is at least 1. */
const fromOne = ({ exclusiveMinimum }: Node): Partial<Node> =>
  exclusiveMinimum === 0 ? { minimum: 1, exclusiveMinimum: undefined } : {};

function boundsOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Node): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  return [
    exclusiveMinimum === undefined ? '' : `, above ${exclusiveMinimum}`,
    minimum === undefined ? '' : `, at least ${minimum}`,
    exclusiveMaximum === undefined ? '' : `, below ${exclusiveMaximum}`,
    maximum === undefined ? '' : `, at most ${maximum}`,
  ].join('');
}

/** The largest number that JavaScript counts to is no limit that anybody set. */
function withoutLargestNumber({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** `unit` is no word of JSON Schema: editors show a description only. */
function withUnitInDescription(node: Node): Node {
  const { unit, properties, ...rest } = node;
  return {
    ...rest,
    ...(unit && { description: `${rest.description} Unit: ${unit}.` }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, child]) => [name, withUnitInDescription(child as Node)]),
      ),
    }),
  };
}
