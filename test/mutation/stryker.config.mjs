/** Mutation tests of what touches money: each fault that is put into these files must be found by a test. Run by `npm run mutation`. */
import { fileURLToPath } from 'node:url';

export default {
  mutate: [
    'core/optimize/guardrails/**/*.ts',
    'core/optimize/acting/**/*.ts',
    'core/optimize/proposals/last-active.ts',
  ],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner', fileURLToPath(new URL('sentences.mjs', import.meta.url))],
  ignorers: ['sentences'],
  // What is computed once, while a file is loaded, would need every test for every mutant.
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  // A copy of what the tests read. There is no tsconfig.json among it: this tool would read it by TypeScript's JavaScript interface, which
  // TypeScript 7 does not have.
  ignorePatterns: [
    '*',
    '!package.json',
    '!core',
    '!core/**',
    '!adapters',
    '!adapters/**',
    '!twin',
    '!twin/**',
    '!test',
    '!test/core/**',
    '!test/support/**',
    '!test/mutation/**',
  ],
  tempDirName: '.local/mutation/sandbox',
  incremental: true,
  incrementalFile: '.local/mutation/incremental.json',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: '.local/mutation/report.html' },
  jsonReporter: { fileName: '.local/mutation/report.json' },
  // Room for a machine with other work on it: what is slow must not count as found.
  timeoutMS: 30_000,
  concurrency: 2,
  thresholds: { high: 96, low: 92, break: 92 },
};
