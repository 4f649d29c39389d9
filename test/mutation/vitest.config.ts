import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Most faults are found by a test of the file itself; then what drives a whole run, and needs longer to load, is not asked. */
class DirectTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const drivesRuns = ({ moduleId }: TestSpecification): number => (/\/(stages|log)\//.test(moduleId) ? 1 : 0);
    return files.toSorted((one, other) => drivesRuns(one) - drivesRuns(other));
  }
}

/** The fast tests of what touches money: they run again for every fault. */
export default defineConfig({
  test: {
    include: [
      'test/core/optimize/{guardrails,acting}/*.test.ts',
      'test/core/optimize/log/change-log.test.ts',
      'test/core/optimize/proposals/last-active*.test.ts',
      'test/core/stages/optimizer-acting.test.ts',
    ],
    // The twin is asked over HTTP, which takes seconds for what others hold in milliseconds.
    exclude: ['test/**/*.slow.test.ts', 'test/core/optimize/acting/twin.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    sequence: { sequencer: DirectTestsFirst },
    // Most of a file's time is loading what it imports: once a worker, as in the fast lane.
    isolate: false,
    testTimeout: 20_000,
  },
});
