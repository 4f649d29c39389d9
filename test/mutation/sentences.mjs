/**
 * Tells the mutation run what not to change: sentences. A word more or less in what a person reads is no fault in what is done with
 * money, and the wording has tests of its own. Codes, keys and statuses have no space in them and are changed.
 */
const hasSpace = (text) => /\S\s+\S/.test(text);

function isSentence({ node }) {
  if (node.type === 'StringLiteral') return hasSpace(node.value);
  if (node.type !== 'TemplateLiteral') return false;
  return hasSpace(node.quasis.map(({ value }) => value.raw).join('x'));
}

const ignorer = {
  shouldIgnore: (path) => (isSentence(path) ? 'a sentence that a person reads' : undefined),
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'sentences', value: ignorer }];
