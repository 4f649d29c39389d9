/** (a) Leaves everything as people set it up. */
import type { PolicyFor } from '../play.ts';

export const nothing: PolicyFor = () => ({ morning: () => [] });
