/** Kills at any point: what a process does to the world ends between two of its calls, and nothing it planned happens after. */

export interface Life {
  /** The how manieth point is its last; undefined: it lives. */
  killAt: number | undefined;
  points: number;
  dead: boolean;
}

export const newLife = (killAt?: number): Life => ({ killAt, points: 0, dead: false });

export class KilledError extends Error {
  constructor() {
    super('killed');
    this.name = 'KilledError';
  }
}

/** The same port, of which every call has two points: before it has an effect, and after the effect but before the answer. */
export function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        pass(life);
        const answer = await method.apply(target, given).catch((error: unknown) => {
          pass(life);
          throw error;
        });
        pass(life);
        return answer;
      };
    },
  });
}

function pass(life: Life): void {
  life.points += 1;
  if (life.points === life.killAt) life.dead = true;
  if (life.dead) throw new KilledError();
}
