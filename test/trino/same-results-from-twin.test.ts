import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { athena, sqlFiles } from './questions.ts';
import { comparable, isOrdered, type Row } from './same-rows.ts';
import { type CollectedStory, collectStory, twinSteps } from './twin-story.ts';

let story: CollectedStory;
const [backfill, restated, changed, later, packed] = twinSteps.map(({ title }) => title) as [
  string,
  string,
  string,
  string,
  string,
];

beforeAll(async () => {
  const url = process.env.TRINO_URL;
  if (url === undefined) throw new Error('TRINO_URL is not set. Run .ci/trino, which starts a server for this suite.');
  story = await collectStory(url);
});

afterAll(() => story?.close());

describe('over what a real collector stored', () => {
  it.each(twinSteps.map(({ title }) => title))('%s both engines give the same rows, whatever is asked', (title) => {
    const answers = story.engines.answers.filter(({ step }) => step === title);
    expect(answers.length).toBeGreaterThan(10);
    for (const { question, duckdb, trino } of answers) {
      const [expected, actual] = comparable(duckdb, trino, isOrdered(sqlFiles.get(question.file)!));
      const asked = `${question.file} ${JSON.stringify(question.parameters)}`;
      expect(actual.map(Object.entries), asked).toEqual(expected.map(Object.entries));
    }
  });

  it('Trino runs every file of athena/ but those that only imports need', () => {
    expect([...athena.keys()].filter((file) => !story.engines.trino.exercised.has(file))).toEqual([]);
  });

  it('Trino sees restated days with their former values', () => {
    expect(onTrino(backfill, 'all/superseded_observation')).toEqual([]);
    const before = new Map(onTrino(backfill, 'all/creative_daily').map((row) => [keyOf(row), row.impressions]));
    const superseded = onTrino(restated, 'all/superseded_observation');
    expect(superseded.length).toBeGreaterThan(0);
    expect(superseded.map((row) => row.impressions)).toEqual(superseded.map((row) => before.get(keyOf(row))));
  });

  it('Trino keeps the spend of a deleted campaign and the versions of a paused creative', () => {
    const spent = (title: string) =>
      onTrino(title, 'all/campaign_totals')
        .filter(({ campaign_id }) => campaign_id === story.deletedCampaign)
        .map(({ cost }) => Number(cost));
    expect(spent(later)).toEqual([expect.any(Number)]);
    expect(spent(later)[0]).toBeGreaterThan(0);
    const versions = onTrino(changed, 'all/creative').filter(({ valid_to }) => valid_to !== null);
    const [before] = versions;
    const after = onTrino(changed, 'all/creative').find(
      (row) => row.creative_id === before?.creative_id && row.valid_from === before?.valid_to,
    );
    expect([before?.status, after?.status, after?.valid_to]).toEqual(['ACTIVE', 'PAUSED', null]);
  });

  it('Trino changes no row when it packs the tables', () => {
    for (const relation of ['creative_daily', 'superseded_observation', 'creative', 'processed_run'])
      expect(onTrino(packed, `all/${relation}`).length, relation).toBe(onTrino(later, `all/${relation}`).length);
  });

  it('Trino holds what the platform’s totals say', () => {
    for (const { title } of twinSteps) {
      expect(onTrino(title, 'all/account_reconciliation').length, title).toBeGreaterThan(0);
      expect(onTrino(title, 'checks/totals_agree_with_platform'), title).toEqual([]);
    }
  });
});

const keyOf = (row: Row): string => [row.account_id, row.creative_id, row.stat_date].join(' ');
function onTrino(step: string, file: string): Row[] {
  const found = story.engines.answers.findLast((answer) => answer.step === step && answer.question.file === file);
  if (!found) throw new Error(`${file} was not asked ${step}`);
  return found.trino;
}
