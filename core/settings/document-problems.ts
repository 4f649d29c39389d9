/** What is wrong with a document that a person wrote, such as `ads.config.json` or `control/guardrails.json`: a line a problem. */
import { closestMatch } from 'leven';
import { z } from 'zod';

type Path = readonly PropertyKey[];
type Node = z.core.JSONSchema.BaseSchema;

/** Each problem with the path of its key. A key that does not exist comes with the one that was probably meant. */
export function documentProblems(schema: z.ZodType, error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const place = issue.path.join('.') || '(whole file)';
    if (issue.code !== 'unrecognized_keys') return `${place}: ${issue.message}`;
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => `${place}: Unrecognized key: "${key}"${suggestion(key, known)}`);
  });
}

/** The nearest key of the same object, unless it is quite another word: '. Did you mean "margin"?', or nothing. */
function suggestion(key: string, known: readonly string[]): string {
  // Two letters that changed places are two edits; of a longer word a third may differ.
  const meant = closestMatch(key, known, { maxDistance: Math.max(2, Math.floor(key.length / 3)) });
  return meant === undefined ? '' : `. Did you mean "${meant}"?`;
}

function knownKeys(schema: z.ZodType, path: Path): string[] {
  let node: Node | undefined = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  for (const step of path) node = node && childOf(node, step);
  return Object.keys(node?.properties ?? {});
}

function childOf({ items, properties }: Node, step: PropertyKey): Node | undefined {
  const child = typeof step === 'number' ? items : properties?.[String(step)];
  return typeof child === 'object' && !Array.isArray(child) ? (child as Node) : undefined;
}
