import type { ControlPlace } from '../places/control-place.ts';

/** Before anything is done. With --json it goes to stderr, because stdout is one JSON document. */
export function sayTarget({ name }: Pick<ControlPlace, 'name'>, { json }: { json: boolean }): void {
  (json ? process.stderr : process.stdout).write(`Target: ${name}\n`);
}
