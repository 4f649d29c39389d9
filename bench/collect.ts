import { measure } from './measure.ts';
import { renewResults } from './results.ts';

const sizes = [10, 1000, 15_000];

/**
 * A first pull of 30 days from a twin whose every answer takes 50 ms: calls a second as a share of what the limits allow, and calls
 * against the least that the API permits for lists and figures (a text costs a call or two, once). A pull that takes longer is stopped by its deadline, as a Lambda is.
 */
export async function collect({ smoke }: { smoke: boolean }): Promise<void> {
  const lines = [
    '| creatives | calls | of them texts | others / least | seconds | calls a second | allowed | share | done | peak MB |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const creatives of smoke ? [10] : sizes) {
    const { stdout, peakMegabytes } = await measure(['bench/collect-once.ts', String(creatives)]);
    const { calls, texts, least, seconds, allowed, done } = JSON.parse(stdout);
    const rate = calls / seconds;
    lines.push(
      `| ${creatives} | ${calls} | ${texts} | ${done ? ((calls - texts) / least).toFixed(2) : '–'} | ${seconds.toFixed(1)} | ${rate.toFixed(1)} | ${allowed} | ${((100 * rate) / allowed).toFixed(0)}% | ${done ? 'yes' : 'stopped'} | ${peakMegabytes.toFixed(0)} |`,
    );
  }
  console.log(lines.join('\n'));
  if (!smoke) renewResults('collect', 'npm run bench -- collect', lines);
}
