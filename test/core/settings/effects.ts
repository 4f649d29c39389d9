import type { EffectSettings } from '../../../core/optimize/effects/estimate.ts';
import type { HarmSettings } from '../../../core/optimize/effects/harm.ts';

/** The defaults, for accounts that sell clicks. */
export const settings: EffectSettings & HarmSettings = {
  kpiOf: () => 'clicks',
  maturityLevel: 0.95,
  harmMargin: 0.1,
  harmProbability: 0.95,
  undoCooldownDays: 14,
};
