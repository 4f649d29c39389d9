import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../../adapters/local/temporary-folder.ts';
import { hasSharedData, lacking, run, sharedData } from '../run.ts';

const newFolder = temporaryFolders();

/** What an import says of a file, as far as it does not name the run. */
async function fateOf(path: string, dataDir: string, options: readonly string[] = []) {
  const ran = await run('import', path, '--data-dir', dataDir, '--json', ...options);
  const { imported, refused } = ran.json();
  return { exitCode: ran.exitCode, imported: imported.map(briefly), refused: refused.map(withoutPath) };
}

type Imported = Record<'platform' | 'grain' | 'dates' | 'currency' | 'counts' | 'repeated', unknown>;

const briefly = ({ platform, grain, dates, currency, counts, repeated }: Imported): Imported => ({
  platform,
  grain,
  dates,
  currency,
  counts,
  repeated,
});

const withoutPath = ({ message, remedy }: Record<'message' | 'remedy', string>) => ({ message, remedy });

const exports = fileURLToPath(new URL('../../fixtures/exports', import.meta.url));

describe('what becomes of an export', () => {
  const cases = readdirSync(exports, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of cases)
    it(name.replaceAll('-', ' '), async () => {
      const folder = join(exports, name);
      const result = await outcome(folder);
      const expected = join(folder, 'expected.json');
      if (process.env.UPDATE_FIXTURES && !existsSync(expected))
        writeFileSync(expected, `${JSON.stringify(result, null, 2)}\n`);
      expect(result).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
    });
});

/** Every import of a case; where its options are given, also what the report then shows. */
async function outcome(folder: string) {
  const dataDir = await newFolder();
  const optionsFile = join(folder, 'imports.json');
  const isReported = existsSync(optionsFile);
  const optionLists: string[][] = isReported ? JSON.parse(readFileSync(optionsFile, 'utf8')) : [[]];
  const imports = [];
  for (const options of optionLists) imports.push(await fateOf(join(folder, 'input.csv'), dataDir, options));
  return isReported ? { imports, report: await reportOf(dataDir) } : { imports };
}

async function reportOf(dataDir: string) {
  expect((await run('process', '--data-dir', dataDir, '--json')).exitCode).toBe(0);
  const { totals, data_from, data_through } = (await run('report', '--data-dir', dataDir, '--json')).json();
  return { totals, data_from, data_through };
}

const imports = 'imported';
const noHeader = 'no line looks like the header of a daily ads report';
const noNumbers = 'it has no impressions and no spend';
const noNames = 'it names no campaign and no ad';
const cutBy = (column: string) => `it breaks the ads' numbers down by ${column}`;

/** What becomes of every file when nothing is said about it, and why. */
const fates: Record<string, string> = {
  'ads/ab_control_campaign_aug2019.csv': imports,
  'ads/ab_test_campaign_aug2019.csv': imports,
  'ads/fb_adwords_daily_2019.csv': noHeader,
  'ads/kag_conversion_open.csv': cutBy('age and gender'),
  'ads/online_advertising_apr_may.csv': noNames,
  'ads/synthetic_google_ads_2025.csv': imports,
  'ads/synthetic_linkedin_ads_2025.csv': imports,
  'ads/tabmo_adcampaign_open.csv': imports,
  'schemas/facebook_ads_account_history_data.csv': noHeader,
  'schemas/facebook_ads_ad_history_data.csv': noNumbers,
  'schemas/facebook_ads_ad_set_history_data.csv': noNumbers,
  'schemas/facebook_ads_basic_ad_action_values_data.csv': noNumbers,
  'schemas/facebook_ads_basic_ad_actions_data.csv': noNumbers,
  'schemas/facebook_ads_basic_ad_data.csv': imports,
  'schemas/facebook_ads_campaign_history_data.csv': noHeader,
  'schemas/facebook_ads_creative_history_json_data.csv': noHeader,
  'schemas/facebook_ads_demographics_country_actions_data.csv': noNumbers,
  'schemas/facebook_ads_demographics_country_data.csv': cutBy('country'),
  'schemas/facebook_ads_demographics_region_actions_data.csv': noNumbers,
  'schemas/facebook_ads_demographics_region_data.csv': cutBy('region'),
  'schemas/google_account_history_data.csv': noHeader,
  'schemas/google_account_stats_data.csv': noNames,
  'schemas/google_ad_group_criterion_history_data.csv': noHeader,
  'schemas/google_ad_group_history_data.csv': noHeader,
  'schemas/google_ad_group_stats_data.csv': imports,
  'schemas/google_ad_history_data.csv': noHeader,
  'schemas/google_ad_stats_data.csv': imports,
  'schemas/google_campaign_history_data.csv': noNumbers,
  'schemas/google_campaign_stats_data.csv': noNames,
  'schemas/google_keyword_stats_data.csv': cutBy('ad_group_criterion_criterion_id'),
  'schemas/google_search_term_keyword_stats_data.csv': cutBy('search_term'),
  'schemas/linkedin_account_history_data.csv': noHeader,
  'schemas/linkedin_ad_analytics_by_campaign_data.csv': imports,
  'schemas/linkedin_ad_analytics_by_creative_data.csv': imports,
  'schemas/linkedin_campaign_group_history_data.csv': noHeader,
  'schemas/linkedin_campaign_history_data.csv': noHeader,
  'schemas/linkedin_creative_history_data.csv': noHeader,
  'schemas/linkedin_geo_data.csv': noHeader,
  'schemas/linkedin_monthly_ad_analytics_by_member_country_data.csv': cutBy('member_country'),
  'schemas/linkedin_monthly_ad_analytics_by_member_region_data.csv': cutBy('member_region'),
};

describe(`every file of the shared folders${lacking}`, () => {
  const onData = it.skipIf(!hasSharedData);

  onData('is in the table', () => {
    const files = ['ads', 'schemas'].flatMap((folder) =>
      readdirSync(join(sharedData, folder)).map((name) => `${folder}/${name}`),
    );
    expect(Object.keys(fates).toSorted()).toEqual(files.filter((name) => name.endsWith('.csv')).toSorted());
  });

  onData('becomes what the table says', async () => {
    const found: Record<string, string> = {};
    for (const [name, fate] of Object.entries(fates)) found[name] = asFate(await fateOfData(name), fate);
    expect(found).toEqual(fates);
  });
});

const fateOfData = async (name: string) => fateOf(join(sharedData, name), await newFolder());

/** The expected fate where it is that, else all that was said. */
function asFate(result: Awaited<ReturnType<typeof fateOf>>, fate: string): string {
  const { exitCode, imported, refused } = result;
  const isImported =
    exitCode === 0 && refused.length === 0 && imported.length === 1 && imported[0].counts.rejected === 0;
  const isRefused = exitCode === 1 && imported.length === 0 && /^Export /.test(refused[0]?.remedy);
  if (isImported) return imports;
  return isRefused && refused[0].message.includes(`was not imported: ${fate}`) ? fate : JSON.stringify(result);
}
