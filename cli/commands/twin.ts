import { counted } from '../../core/domain/language.ts';
import { startTwin } from '../../twin/server.ts';
import type { Command } from '../command.ts';

/** A twin that was forgotten ends by itself. */
const defaultMinutes = 240;
const millisecondsPerMinute = 60_000;

/** Serves a simulated LinkedIn on this machine until Ctrl-C, or for `--minutes`. */
export const twinCommand: Command = async ({ world, seed, port, creatives, latency, minutes = defaultMinutes }) => {
  const twin = await startTwin({
    ...(world === undefined ? {} : { world }),
    ...(seed === undefined ? {} : { seed }),
    ...(port === undefined ? {} : { port }),
    ...(latency === undefined ? {} : { latencyMs: latency }),
    ...(creatives === undefined ? {} : { size: sizeFor(creatives) }),
  });
  const { access_token: token } = twin.credentials;
  process.stderr.write(`A simulated LinkedIn account, on this machine only: ${twin.url}
Its clock stands at ${twin.now().toISOString()} until you move it.

  curl -H 'Authorization: Bearer ${token}' -H 'LinkedIn-Version: 202607' -H 'X-Restli-Protocol-Version: 2.0.0' '${twin.url}/rest/adAccounts?q=search'
  curl -X POST ${twin.url}/_twin/clock -d '{"advance":"6h"}'
  curl -X POST ${twin.url}/_twin/faults -d '[{"kind":"server-error","count":3}]'
  curl '${twin.url}/_twin/ledger?from=2026-08-01&to=2026-08-07'

Press Ctrl-C to stop it. It stops by itself after ${counted(minutes, 'minute')}.
`);
  await endOf(minutes);
  const calls = twin.calls();
  await twin.close();
  return { json: { url: twin.url, calls }, lines: ['The twin has stopped.'], exitCode: 0 };
};

/** LinkedIn allows 100 creatives in a campaign, 15 of them active. */
const creativesPerCampaign = 15;

const sizeFor = (creatives: number) => ({
  campaigns: Math.max(1, Math.ceil(creatives / creativesPerCampaign)),
  creativesPerCampaign: Math.min(creatives, creativesPerCampaign),
});

function endOf(minutes: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, minutes * millisecondsPerMinute);
    function end() {
      clearTimeout(timer);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    }
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
}
