/** The optimizer's own deciding with its default settings, as the benchmark calls it. */

import { decide } from '../../core/optimize/proposals/decide.ts';
import { adsConfig } from '../../core/settings/config.ts';
import type { Decide } from './compete.ts';

const settings = adsConfig.parse({}).decisions;

export const ourWindow = { windowDays: settings.windowDays, activeWithinDays: settings.activeWithinDays };

export const ourDecide: Decide = (states, runId, at) =>
  decide(states, { runId, at, mode: 'auto', simulated: true, settings, guardrails: [] });
