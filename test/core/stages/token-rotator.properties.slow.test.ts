/** Whatever dies, is repeated, comes twice or fails: the promises of a rotation hold after every single delivery. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenRotator } from '../../../core/stages/token-rotator.ts';
import { KilledError, newLife } from '../../support/mortal.ts';
import { type RotationWorld, rotationToken, rotationWorld, type Step, secretName, steps } from './rotation-world.ts';

/** One delivery of a step, and what is wrong with the world while it lasts. */
interface Delivery {
  /** Another step than the one whose turn it is. */
  outOfTurn: Step | undefined;
  killAt: number | undefined;
  /** The same step at the same moment once more. */
  twice: boolean;
  trouble: RotationWorld['server']['trouble'];
  broken: 'nothing' | 'journal' | 'secret' | 'both';
}

interface Rotation {
  /** Each a list of deliveries, one a step; a step that fails ends the attempt. */
  attempts: Delivery[][];
  /** Whether a last attempt comes with nothing in its way. Else the rotation is given up as it is. */
  healed: boolean;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  outOfTurn: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...steps) },
  ),
  killAt: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  twice: fc.boolean(),
  trouble: fc.oneof(
    { weight: 6, arbitrary: fc.constant('none' as const) },
    { weight: 3, arbitrary: fc.constantFrom('unavailable' as const, 'answer-lost' as const, 'bad-token' as const) },
  ),
  broken: fc.oneof(
    { weight: 6, arbitrary: fc.constant('nothing' as const) },
    { weight: 2, arbitrary: fc.constantFrom('journal' as const, 'secret' as const, 'both' as const) },
  ),
});
const attempt = fc.array(delivery, { minLength: 4, maxLength: 4 });
const rotation: fc.Arbitrary<Rotation> = fc.record({
  attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
  healed: fc.boolean(),
});
const story = fc.array(rotation, { minLength: 1, maxLength: 3 });

const whole: Delivery = { outOfTurn: undefined, killAt: undefined, twice: false, trouble: 'none', broken: 'nothing' };
const wholeAttempt = [whole, whole, whole, whole];

/** What was seen so far, to compare with what is there. */
interface Witness {
  /** Numbers of answers that were once in a store or in the journal. */
  written: Set<number>;
  /** Refreshes with an effect, by rotation. */
  spent: Map<string, number[]>;
  /** Whether the first step of the rotation said that it was done. */
  created: boolean;
}

test.each(['same', 'new'] as const)(
  'the newest refresh token that was ever written is kept, the current token works, and a refresh is spent once a rotation (%s refresh token)',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(story, async (rotations) => {
        const world = rotationWorld(kind);
        const witness: Witness = { written: new Set([0]), spent: new Map(), created: false };
        for (const [index, { attempts, healed }] of rotations.entries()) {
          const token = rotationToken(index + 1);
          giveUp(world, witness);
          world.manager.announce(secretName, token);
          for (const deliveries of attempts) await runAttempt(world, witness, token, deliveries);
          if (!healed) continue;
          await runAttempt(world, witness, token, wholeAttempt);
          expectProgress(world, witness, token);
        }
      }),
      { numRuns: 40 },
    );
  },
  300_000,
);

/** A person ends a rotation that did not come to its end. What its first step promised survives that. */
function giveUp(world: RotationWorld, witness: Witness): void {
  world.manager.giveUp(secretName);
  const newest = Math.max(...witness.written);
  if (witness.created) expect(answersIn(world)).toContain(newest);
  else if (!answersIn(world).includes(newest)) witness.written = new Set(answersIn(world));
  witness.created = false;
}

async function runAttempt(
  world: RotationWorld,
  witness: Witness,
  token: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  for (const [index, turn] of steps.entries()) {
    const delivery = deliveries[index] ?? whole;
    const step = delivery.outOfTurn ?? turn;
    if (!(await deliver(world, witness, token, step, delivery))) return;
    if (step === 'createSecret') witness.created = true;
  }
}

/** Whether the step was done. */
async function deliver(
  world: RotationWorld,
  witness: Witness,
  token: string,
  step: Step,
  { killAt, twice, trouble, broken }: Delivery,
): Promise<boolean> {
  const { server, manager, journal } = world;
  server.trouble = trouble;
  journal.broken = broken === 'journal' || broken === 'both';
  manager.breakDown(...(broken === 'secret' || broken === 'both' ? ['PutSecretValue'] : []));
  const spentBefore = server.spent;
  const life = newLife(killAt);
  const results = await Promise.allSettled([
    tokenRotator(world.request(step, token), world.deps(life)),
    ...(twice ? [tokenRotator(world.request(step, token), world.deps())] : []),
  ]);
  const spent = Array.from({ length: server.spent - spentBefore }, (_, index) => spentBefore + index + 1);
  witness.spent.set(token, [...(witness.spent.get(token) ?? []), ...spent]);
  for (const number of answersIn(world)) witness.written.add(number);
  expectPromises(world, witness, token);
  const [result] = results;
  const failure = result?.status === 'rejected' ? result.reason : undefined;
  // A process that was killed by the test must not have been taken for one that failed, nor the reverse.
  if (failure instanceof KilledError) expect(life.dead).toBe(true);
  return failure === undefined;
}

function expectPromises(world: RotationWorld, { written, spent }: Witness, token: string): void {
  expect(world.server.works(world.manager.value(secretName, 'AWSCURRENT')?.access_token)).toBe(true);
  expect(answersIn(world)).toContain(Math.max(...written));
  const answersOfRotation = spent.get(token) ?? [];
  // All but the last were lost before anything of them could be written.
  for (const number of answersOfRotation.slice(0, -1)) expect(written.has(number)).toBe(false);
}

/** With nothing in the way, a rotation ends well, unless only a person can help. */
function expectProgress({ server, manager }: RotationWorld, { written }: Witness, token: string): void {
  const needsPerson = server.refreshToken === 'new' && !written.has(server.spent);
  const gotBadToken = !server.works(server.newest.access);
  if (!needsPerson && !gotBadToken) expect(manager.labels(secretName)[token]).toContain('AWSCURRENT');
}

/** The numbers of the token server's answers that are current, pending or in the journal. */
function answersIn({ manager, journal }: RotationWorld): number[] {
  const tokens = [
    manager.value(secretName, 'AWSCURRENT')?.access_token,
    manager.value(secretName, 'AWSPENDING')?.access_token,
    journal.value?.issued && JSON.parse(journal.value.issued).access_token,
  ];
  return tokens.filter((token) => token !== undefined).map((token) => Number(token.replace('access-', '')));
}
