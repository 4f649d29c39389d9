import { defineConfig } from 'vitest/config';

const slow = 'test/**/*.slow.test.ts';
/** Suites with a script and a configuration of their own. */
const ownSuites = 'test/{aws,browser,cdk,chaos,foreign-client,trino,year}/**';

export default defineConfig({
  test: {
    setupFiles: ['test/support/fixed-seed.ts'],
    // Shuffled, so that no test leans on another; in one order, so that a change is judged by itself. Others: ORDER_SEED=7 npm test.
    sequence: { shuffle: true, seed: Number(process.env.ORDER_SEED ?? 20_261_120) },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [ownSuites, slow],
          // Most of a file's time is loading what it imports. It is loaded once a worker: nothing here keeps state in a module.
          isolate: false,
          // A quiet machine needs 2 s for the longest. A test that comes near belongs into a file named *.slow.test.ts.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [slow],
          exclude: [ownSuites],
          // Only a test that hangs may come near: the longest takes a quarter of it beside other work on two cores.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
