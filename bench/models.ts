import { headlines } from './models/headlines.ts';
import { kag } from './models/kag.ts';
import { speed } from './models/speed.ts';
import { twinWorlds } from './models/twin-worlds.ts';
import { renewResults } from './results.ts';

/** What the creative scorer is worth: against known truth, on real headlines and ads, and against scikit-learn's speed. */
export async function models({ smoke }: { smoke: boolean }): Promise<void> {
  const lines: string[] = [];
  for (const part of [twinWorlds, headlines, kag, speed]) {
    const found = part(smoke);
    console.log(`${found.join('\n')}\n`);
    lines.push(...found, '');
  }
  if (!smoke) renewResults('models', 'npm run bench -- models', lines.slice(0, -1));
}
