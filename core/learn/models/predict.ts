import type { ModelFile } from '../../contracts/model-file.ts';
import type { Scorer } from '../../contracts/scorer.ts';
import type { VersionScorer } from '../../ports/model-serving.ts';
import { bidScorer, flatBidScorer } from './bid-scorer.ts';
import { baselineScorer, rateScorer } from './rate-scorer.ts';

export type { Explanation, Prediction, Scorer } from '../../contracts/scorer.ts';

/** What a model file says of rows of its features. */
export const createScorer = (file: ModelFile): Scorer =>
  file.kind === 'bid_response' ? bidScorer(file) : rateScorer(file);

/** In this process, from the file itself. */
export const scoreHere: VersionScorer = {
  predict: async (_, file, rows, campaigns) => createScorer(file).predict(rows, campaigns),
};

/** The simple estimate that was fitted to the same data, which a model must beat on data it has not seen. */
export const createBaseline = (file: ModelFile): Scorer =>
  file.kind === 'bid_response' ? flatBidScorer(file) : baselineScorer(file);
