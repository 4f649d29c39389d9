import { describe, expect, it } from 'vitest';
import { readControl, setStopWrites } from '../../../../core/optimize/guardrails/read-control.ts';
import { encodeJson, encodeText } from '../../../../core/running/documents.ts';
import { exampleGuardrails } from '../../../support/example-guardrails.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';

const by = { by: 'ann', at: '2026-11-20T08:00:00.000Z', reason: 'a bad feeling' };

describe('what people allow', () => {
  it('is nothing while there is no file', async () => {
    expect(await readControl(memoryObjects())).toEqual({
      guardrails: null,
      problem: {
        missing: true,
        detail:
          'There are no guardrails (control/guardrails.json), so this is a recommendation and nothing is applied.',
      },
      stopWrites: null,
    });
  });

  it('is what the file says, until somebody stops writing, and again when that is lifted', async () => {
    const objects = memoryObjects();
    await objects.put('control/guardrails.json', encodeJson(exampleGuardrails));
    const allowed = { guardrails: exampleGuardrails, problem: null, stopWrites: null };
    expect(await readControl(objects)).toEqual(allowed);
    await setStopWrites(objects, { stopped: true, ...by });
    expect(await readControl(objects)).toEqual({
      ...allowed,
      stopWrites: 'Writing was stopped by ann at 2026-11-20T08:00:00.000Z: a bad feeling',
    });
    await setStopWrites(objects, { stopped: false, ...by });
    expect(await readControl(objects)).toEqual(allowed);
  });

  it('is nothing where the file is broken, and says what is wrong', async () => {
    const objects = memoryObjects();
    await objects.put('control/guardrails.json', encodeJson({ ...exampleGuardrails, actions_per_run: 'many' }));
    const { guardrails, problem } = await readControl(objects);
    expect(guardrails).toBeNull();
    expect(problem).toMatchObject({ missing: false, detail: expect.stringMatching(/actions_per_run: .*number/) });
  });

  it.each(['', '{', '{}', '{"stopped":"no"}', '[]', 'null'])(
    'is no writing where the kill switch says %j',
    async (text) => {
      const objects = memoryObjects();
      await objects.put('control/guardrails.json', encodeJson(exampleGuardrails));
      await objects.put('control/stop-writes.json', encodeText(text));
      expect((await readControl(objects)).stopWrites).toMatch(
        /^The kill switch cannot be read, so nothing is written\. control\/stop-writes\.json cannot be read: /,
      );
    },
  );

  it('is nothing where nobody can look', async () => {
    const control = await readControl({
      get: async () => {
        throw new Error('access denied');
      },
    });
    expect(control).toEqual({
      guardrails: null,
      problem: {
        missing: false,
        detail:
          'The guardrails cannot be used, so this is a recommendation and nothing is applied. It could not be read: access denied',
      },
      stopWrites: 'The kill switch cannot be read, so nothing is written. It could not be read: access denied',
    });
  });
});
