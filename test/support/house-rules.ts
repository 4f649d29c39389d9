/** Who may import whom, as rules over a list of imports: a test plants one that is forbidden and sees it found. */

export interface FileImport {
  /** Both relative to the root of the project. */
  from: string;
  target: string;
}

/** The rooms of `core/`, each only importing what stands before it. Rooms of one entry stand beside each other and do not mix. */
export const coreOrder: readonly (readonly string[])[] = [
  ['errors', 'statistics'],
  ['contracts'],
  ['domain'],
  ['settings', 'workflows'],
  ['ports'],
  ['running', 'sql'],
  ['learn'],
  ['collect'],
  ['process'],
  ['optimize'],
  ['operate'],
  ['stages'],
];

/** What AWS words core needs: it may know the rooms, and no room may know it. */
const besideTheOrder = 'deployment';

/** What each top folder may import besides itself. Nothing imports `bin`, `lambdas` or `lib` but their own entries. */
const walls: Record<string, RegExp> = {
  bin: /^(cli|lib)\//,
  cli: /^(core|adapters|twin)\//,
  core: /^$/,
  lambdas: /^(core\/|adapters\/(aws|http|parquet|claude|linkedin|google|meta|tradedesk)\/)/,
  lib: /^core\/(contracts|workflows|deployment|settings)\//,
  twin: /^core\/contracts\//,
  dashboard: /^core\/(contracts|domain)\//,
  bench: /./,
  test: /./,
};

const worlds = ['aws', 'local'];
const platformClients = ['linkedin', 'google', 'meta', 'tradedesk'];
const shared = ['http', 'parquet', 'claude'];

/** Imports that break a wall, as sentences. */
export const brokenWalls = (imports: readonly FileImport[]): string[] =>
  imports.filter(({ from, target }) => !mayImport(from, target)).map(sentence);

function mayImport(from: string, target: string): boolean {
  const [folder = '', second = ''] = from.split('/');
  if (target.startsWith('core/deployment/') && !mayKnowDeployment(from)) return false;
  if (folder === 'adapters') return target.startsWith('core/') || mayImportAdapter(second, target);
  return target.startsWith(`${folder}/`) || (walls[folder]?.test(target) ?? false);
}

/** A platform's client may use what platforms share over HTTP; both worlds may use the clients and the encoders. */
function mayImportAdapter(own: string, target: string): boolean {
  const other = /^adapters\/([^/]+)\//.exec(target)?.[1] ?? '';
  if (own === other) return true;
  if (worlds.includes(own)) return shared.includes(other) || platformClients.includes(other);
  return platformClients.includes(own) && other === 'http';
}

const mayKnowDeployment = (from: string): boolean =>
  /^(core\/deployment|lib|lambdas|cli|adapters\/aws|bench|test)\//.test(from) || from === 'bin/app.ts';

/** Imports inside of `core/` that lead upwards, or sideways into another room of the same floor. */
export const upwardImports = (imports: readonly FileImport[]): string[] =>
  imports.filter(({ from, target }) => isUpward(from, target)).map(sentence);

function isUpward(from: string, target: string): boolean {
  const [here, there] = [roomOf(from), roomOf(target)];
  if (here === undefined || there === undefined || here === there || here === besideTheOrder) return false;
  return floorOf(there) >= floorOf(here);
}

const roomOf = (file: string): string | undefined => /^core\/([^/]+?)(\.ts)?(\/|$)/.exec(file)?.[1];

/** A room that nobody placed stands above all, so that whatever imports it is found. */
function floorOf(room: string): number {
  const floor = coreOrder.findIndex((rooms) => rooms.includes(room));
  return floor < 0 ? coreOrder.length : floor;
}

/** Folders of one level that import each other in a circle, `a -> b -> a`; empty when there are none. A loose file counts as a folder. */
export function folderCircles(imports: readonly FileImport[]): string[] {
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const { from, target } of imports) {
    const edge = folderEdge(from, target);
    const graph = levels.get(edge.level) ?? new Map<string, Set<string>>();
    levels.set(edge.level, graph.set(edge.from, (graph.get(edge.from) ?? new Set()).add(edge.to)));
  }
  return [...levels.values()].flatMap((graph) => circleIn(graph)).map((circle) => circle.join(' -> '));
}

/** Where the paths of two files part: the folder that holds both, and the folder below it that each is in. */
function folderEdge(from: string, target: string): { level: string; from: string; to: string } {
  const [one, other] = [from.split('/'), target.split('/')];
  const parted = one.findIndex((name, index) => name !== other[index]);
  const child = (path: string[]) => path.slice(0, parted + 1).join('/');
  return { level: one.slice(0, parted).join('/'), from: child(one), to: child(other) };
}

/** The first circle of a graph, from a node back to itself; empty when there is none. */
export function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  return [...graph.keys()]
    .map((node) => visit(node, []))
    .filter((circle) => circle.length > 0)
    .slice(0, 1);
}

const sentence = ({ from, target }: FileImport): string => `${from} imports ${target}`;
