/** One cheap call with a token that is not in use yet: the first page of the ad accounts that it can read. */
import type { TokenTrial } from '../../core/operate/tokens/token-trial.ts';
import { accountsCall } from './endpoints.ts';
import { type SenderOptions, sender } from './sender.ts';

export const tokenTrial = (options: Omit<SenderOptions, 'tokens'>): TokenTrial => ({
  async call(accessToken) {
    const tokens = { current: async () => accessToken, replacementFor: async () => undefined };
    await sender({ ...options, tokens })(accountsCall());
  },
});
