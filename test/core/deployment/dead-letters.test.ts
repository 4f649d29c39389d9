import { describe, expect, it } from 'vitest';
import { type DeadLetter, redriveDeadLetters, redriveInput } from '../../../core/deployment/dead-letters.ts';

function queueOf(bodies: string[]) {
  const letters = bodies.map((body, at): DeadLetter => ({ id: `m${at}`, receipt: `r${at}`, body }));
  return {
    letters,
    // as after a hidden letter shows itself again: whoever stays is handed out anew
    receive: async () => letters.slice(0, 2),
    remove: async ({ id }: DeadLetter) =>
      void letters.splice(
        letters.findIndex((each) => each.id === id),
        1,
      ),
  };
}

const failed = '{"workflow":"refresh","run_id":"refresh-2026-11-20T120000Z","error":{"Error":"x"}}';
const unstarted = '{"workflow":"optimize","scheduled_at":"2026-11-20T08:00:00Z"}';

describe('a redrive of dead letters', () => {
  it('starts each run under its own name and time, without what went wrong, and empties the queue', async () => {
    const queue = queueOf([failed, unstarted, failed]);
    const started: unknown[] = [];
    const redrive = await redriveDeadLetters(queue, { start: async (...words) => void started.push(words) });
    expect(started).toEqual([
      ['refresh', 'redrive-m0', { workflow: 'refresh', run_id: 'refresh-2026-11-20T120000Z' }],
      ['optimize', 'redrive-m1', { workflow: 'optimize', scheduled_at: '2026-11-20T08:00:00Z' }],
      ['refresh', 'redrive-m2', { workflow: 'refresh', run_id: 'refresh-2026-11-20T120000Z' }],
    ]);
    expect(queue.letters).toEqual([]);
    expect(redrive.left).toEqual([]);
  });

  it('leaves what it does not understand or cannot start, says why, and ends', async () => {
    const queue = queueOf(['not json', failed]);
    const redrive = await redriveDeadLetters(queue, {
      start: async () => {
        throw new Error('no such machine');
      },
    });
    expect(redrive.started).toEqual([]);
    expect(redrive.left).toEqual([
      { id: 'm0', reason: 'it is not a run of a workflow' },
      { id: 'm1', reason: 'no such machine' },
    ]);
    expect(queue.letters).toHaveLength(2);
  });

  it.each(['{}', '[]', '{"workflow":"refresh"}', '{"run_id":"x"}', ''])('does not take %s for a run', (body) => {
    expect(redriveInput(body)).toBeUndefined();
  });
});
