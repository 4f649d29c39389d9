import { expect, test } from 'vitest';
import { tokenTrial } from '../../../adapters/linkedin/token-trial.ts';
import { TokenRejectedError } from '../../../core/ports/ad-platform-errors.ts';
import { linkedInConfig } from '../../../core/settings/linkedin.ts';
import { startTwin } from '../../../twin/server.ts';

test('a token is tried with one call, and the one that does not work is rejected', async () => {
  const twin = await startTwin({ size: { campaigns: 1, creativesPerCampaign: 1, historyDays: 2 } });
  try {
    const calls: string[] = [];
    const config = linkedInConfig.parse({ apiUrl: `${twin.url}/rest` });
    const trial = tokenTrial({
      config,
      now: twin.now,
      log: ({ endpoint, status }) => void calls.push(`${endpoint} ${status}`),
    });
    await trial.call('twin-access-token');
    await expect(trial.call('another')).rejects.toBeInstanceOf(TokenRejectedError);
    expect(calls).toEqual(['/adAccounts 200', '/adAccounts 401']);
  } finally {
    await twin.close();
  }
});
