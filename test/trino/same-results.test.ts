import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { beforeMerging, type Played, play, questionsOf } from './play.ts';
import { athena, parametersOf, type Question, questionsAfter, questionsBeforeMerging, sqlFiles } from './questions.ts';
import { comparable, isOrdered, type Row } from './same-rows.ts';
import { isDamage, steps } from './story.ts';

let played: Played;

beforeAll(async () => {
  const url = process.env.TRINO_URL;
  if (url === undefined) throw new Error('TRINO_URL is not set. Run .ci/trino, which starts a server for this suite.');
  const folder = await mkdtemp(join(tmpdir(), 'ads-trino-'));
  try {
    played = await play(url, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

for (const step of steps) {
  const { title, run } = step;
  if (run) sameAnswers(beforeMerging(title), questionsBeforeMerging);
  sameAnswers(title, questionsOf(step), { inOrder: !isDamage(step) });
}

describe('the story', () => {
  it('leaves no file of athena/ out', () => {
    expect([...athena.keys()].filter((file) => !played.exercised.has(file))).toEqual([]);
    expect(Object.keys(parametersOf).toSorted()).toEqual(
      [...athena.keys()].filter((file) => /^(checks|marts|queries)\//.test(file)),
    );
  });

  it('compares no relation and no answer that is always empty', () => {
    const filled = new Set(played.answers.filter(({ trino }) => trino.length > 0).map(({ question }) => question.file));
    expect(questionsAfter('any').filter(({ file }) => !filled.has(file))).toEqual([]);
  });

  it('is told rightly by Trino: a restated day is revised, and the same once more changes nothing', () => {
    const restated = onTrino('after a restatement with other names', 'queries/process/run_counts', 'run-2')[0];
    expect(Number(restated?.new_keys)).toBeGreaterThan(0);
    expect(Number(restated?.changed_keys)).toBeGreaterThan(0);
    expect(onTrino('after the same once more', 'queries/process/run_counts', 'run-3')[0]).toMatchObject({
      new_keys: '0',
      changed_keys: '0',
    });
    for (const relation of ['creative', 'campaign', 'creative_daily', 'creative_observation'])
      expect(onTrino('after the same once more', `all/${relation}`), relation).toEqual(
        onTrino('after a restatement with other names', `all/${relation}`),
      );
  });

  it('is told rightly by Trino: a pull of the same changes nothing', () => {
    expect(onTrino('after a pull of the same', 'queries/process/run_counts', 'pull-3')[0]).toMatchObject({
      new_keys: '0',
      changed_keys: '0',
    });
    for (const relation of ['creative', 'campaign', 'creative_daily', 'creative_observation', 'missing_observation'])
      expect(onTrino('after a pull of the same', `all/${relation}`), relation).toEqual(
        onTrino('after a restating pull', `all/${relation}`),
      );
  });

  it('is told rightly by Trino: a key that a whole pull lacks becomes zeros, but not on a day in dispute', () => {
    const title = 'after a pull without a known key and with an open day';
    const missing = onTrino(title, 'all/missing_observation');
    expect(missing.map(({ creative_id, stat_date }) => [creative_id, stat_date])).toEqual([
      ['102', '2026-03-25'],
      ['102', '2026-03-26'],
    ]);
    const facts = onTrino(title, 'all/creative_daily');
    const ofPull = facts.filter(({ run_id }) => run_id === 'pull-4');
    expect(ofPull.map(({ creative_id, impressions, revision }) => [creative_id, impressions, revision])).toEqual([
      ['102', '0', 2],
      ['102', '0', 2],
    ]);
    const open = onTrino(title, 'checks/totals_agree_with_platform');
    expect(open.map(({ account_id, stat_date }) => [account_id, stat_date])).toEqual([['5001', '2026-03-27']]);
    expect(onTrino('after a pull with all again', 'checks/totals_agree_with_platform')).toEqual([]);
    expect(onTrino('after a pull with all again', 'queries/process/run_counts', 'pull-6')[0]?.changed_keys).not.toBe(
      '0',
    );
  });

  it('is told rightly by Trino: a list names the campaign that was unknown, and other content starts a row', () => {
    const ofUnknown = (title: string) =>
      onTrino(title, 'all/creative_daily').filter((row) => row.creative_id === '109');
    const campaigns = (title: string) => [...new Set(ofUnknown(title).map(({ campaign_id }) => campaign_id))];
    expect(campaigns('after a pull without a known key and with an open day')).toEqual(['unknown']);
    expect(campaigns('after another list')).toEqual(['12']);
    const versions = onTrino('after another list', 'all/creative').filter(({ account_id }) => account_id === '5001');
    expect(versions.map(({ creative_id }) => creative_id).toSorted()).toEqual([
      '101',
      '101',
      '102',
      '103',
      '103',
      '109',
    ]);
  });

  it('is told rightly by Trino: a file changes nothing that the API gave', () => {
    const pulled = (title: string, relation: string) =>
      onTrino(title, `all/${relation}`).filter((row) => row.source === 'api' && row.account_id === 'eur-1');
    for (const relation of ['creative_daily', 'creative', 'campaign']) {
      const after = pulled('after an import of what the API gave', relation);
      expect(after.length, relation).toBeGreaterThan(0);
      expect(after, relation).toEqual(pulled('after a pull with all again', relation));
    }
  });

  it('keeps one name in force for each creative and campaign', () => {
    for (const { title } of steps.filter((step) => !isDamage(step)))
      for (const kind of ['creative', 'campaign']) {
        const inForce = onTrino(title, `all/${kind}`).filter(({ valid_to }) => valid_to === null);
        const keys = inForce.map((row) => `${row.platform}/${row.account_id}/${row[`${kind}_id`]}`);
        expect(keys, `${kind} ${title}`).toEqual([...new Set(keys)]);
      }
  });
});

function sameAnswers(step: string, asked: readonly Question[], { inOrder = true } = {}): void {
  describe(step, () => {
    it.each(asked.map((question) => ({ ...question, shown: JSON.stringify(question.parameters) })))(
      '$file $shown is the same on DuckDB and Trino',
      ({ file, parameters }) => {
        const { duckdb, trino } = answerTo(step, file, parameters);
        const [expected, actual] = comparable(duckdb, trino, inOrder && isOrdered(sqlFiles.get(file)!));
        // entries, because the order of columns counts too
        expect(actual.map(Object.entries)).toEqual(expected.map(Object.entries));
      },
    );
  });
}

function answerTo(step: string, file: string, parameters: object) {
  const asked = JSON.stringify(parameters);
  const found = played.answers.findLast(
    ({ step: at, question }) => at === step && question.file === file && JSON.stringify(question.parameters) === asked,
  );
  if (!found) throw new Error(`${file} ${asked} was not asked ${step}`);
  return found;
}

/** In one order: a table has none of its own. */
function onTrino(step: string, file: string, runId?: string): Row[] {
  const parameters = runId === undefined ? {} : questionsAfter(runId).find((each) => each.file === file)?.parameters;
  return comparable(answerTo(step, file, parameters ?? {}).trino, [], false)[0];
}
