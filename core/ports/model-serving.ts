import type { ModelFile, ModelName } from '../contracts/model-file.ts';
import type { Prediction } from '../contracts/scorer.ts';

/** A version of a model, as its server must know it. */
export interface ServedVersion {
  model: ModelName;
  version: string;
  /** Of its artifact. */
  sha256: string;
}

/** What a version of the creative scorer expects of rows of its features: computed here, or asked where it is served. */
export interface VersionScorer {
  /** One prediction a row; `campaigns` has one key a row. Throws when this very version does not answer. */
  predict(
    served: ServedVersion,
    file: ModelFile,
    rows: readonly (readonly number[])[],
    campaigns: readonly string[],
  ): Promise<Prediction[]>;
}

/** Where the version in production also answers other programs. */
export interface ModelEndpoint {
  /**
   * Lets it serve this version: `serving` when it does, `changing` while it does not yet. The same version again changes nothing.
   * Throws when the change failed, or another one is under way: what served before goes on.
   */
  serve(version: ServedVersion): Promise<'serving' | 'changing'>;
}
