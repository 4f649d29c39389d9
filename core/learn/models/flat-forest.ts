/** All trees of a head in a few typed arrays, walked by a block of rows at a time: rows and a tree's nodes then stay in the cache. */
import type { RateHead } from '../../contracts/model-file.ts';

export interface FlatForest {
  /** Feature of a node, or where a leaf: 0, with the threshold +∞. */
  feature: Int32Array;
  threshold: Float64Array;
  /** Of a node: its left child, the right one behind it. Of a leaf: itself, so that walking on changes nothing. */
  left: Int32Array;
  value: Float64Array;
  /** Where each tree begins, and how many steps lead to its deepest leaf. */
  roots: Int32Array;
  depths: Int32Array;
  isFloat32: boolean;
}

export function flatten({ trees, input }: RateHead): FlatForest {
  const nodes = trees.reduce((sum, tree) => sum + tree.left.length, 0);
  const flat: FlatForest = {
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    value: new Float64Array(nodes),
    roots: new Int32Array(trees.length),
    depths: new Int32Array(trees.length),
    isFloat32: input === 'float32',
  };
  let base = 0;
  for (const [which, tree] of trees.entries()) {
    flat.roots[which] = base;
    flat.depths[which] = depthOf(tree.left);
    for (const [at, left] of tree.left.entries()) {
      const node = base + at;
      flat.feature[node] = left === 0 ? 0 : (tree.feature[at] as number);
      flat.threshold[node] = left === 0 ? Number.POSITIVE_INFINITY : (tree.threshold[at] as number);
      flat.left[node] = left === 0 ? node : base + left;
      flat.value[node] = tree.value[at] as number;
    }
    base += tree.left.length;
  }
  return flat;
}

/** Children stand behind their parents, so one pass from the front knows every node's depth. */
function depthOf(left: readonly number[]): number {
  const depths = new Int32Array(left.length);
  for (const [at, child] of left.entries())
    if (child > 0) depths[child] = depths[child + 1] = (depths[at] as number) + 1;
  return depths.reduce((deepest, depth) => Math.max(deepest, depth), 0);
}

/** Features as the trees compare them. */
export const treeInput = (forest: FlatForest, values: Float64Array): Float64Array | Float32Array =>
  forest.isFloat32 ? new Float32Array(values) : values;

/** A block of rows of a hundred features is 100 kB at most. */
const blockRows = 128;

/** Sums of the trees by row, in the order of the trees; `values` holds `width` numbers a row. */
export function sumTrees(forest: FlatForest, values: Float64Array | Float32Array, width: number): Float64Array {
  const rows = values.length / width;
  const sums = new Float64Array(rows);
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    const block = values.subarray(from * width, to * width);
    for (let tree = 0; tree < forest.roots.length; tree++) addTree(forest, tree, block, width, sums.subarray(from, to));
  }
  return sums;
}

/**
 * Four rows walk side by side, always down to the depth of the deepest leaf: their loads overlap, and no branch depends on the
 * data but the choice of the child, which is arithmetic.
 */
function addTree(
  { feature, threshold, left, value, roots, depths }: FlatForest,
  tree: number,
  values: Float64Array | Float32Array,
  width: number,
  sums: Float64Array,
): void {
  const root = roots[tree] as number;
  const depth = depths[tree] as number;
  const rows = sums.length;
  const even = rows - (rows % 4);
  for (let row = 0; row < even; row += 4) {
    const a = row * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let atA = root;
    let atB = root;
    let atC = root;
    let atD = root;
    for (let step = 0; step < depth; step++) {
      atA = left[atA]! + +(values[a + feature[atA]!]! > threshold[atA]!);
      atB = left[atB]! + +(values[b + feature[atB]!]! > threshold[atB]!);
      atC = left[atC]! + +(values[c + feature[atC]!]! > threshold[atC]!);
      atD = left[atD]! + +(values[d + feature[atD]!]! > threshold[atD]!);
    }
    sums[row]! += value[atA]!;
    sums[row + 1]! += value[atB]!;
    sums[row + 2]! += value[atC]!;
    sums[row + 3]! += value[atD]!;
  }
  for (let row = even; row < rows; row++) {
    let at = root;
    for (let step = 0; step < depth; step++) at = left[at]! + +(values[row * width + feature[at]!]! > threshold[at]!);
    sums[row]! += value[at]!;
  }
}

/** Adds to `effects` what each split of one row's paths changed, by feature; returns the sum of the roots. */
export function addPathEffects(forest: FlatForest, row: Float64Array | Float32Array, effects: Float64Array): number {
  const { feature, threshold, left, value, roots } = forest;
  let base = 0;
  for (const root of roots) {
    base += value[root]!;
    let at = root;
    while (left[at] !== at) {
      const which = feature[at]!;
      const next = left[at]! + +(row[which]! > threshold[at]!);
      effects[which]! += value[next]! - value[at]!;
      at = next;
    }
  }
  return base;
}
