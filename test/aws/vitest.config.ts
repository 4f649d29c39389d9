import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // the stand-in for Athena needs no moto, so those tests run in npm test, too
    include: ['test/aws/**/*.test.ts', 'test/adapters/aws/**/*.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    hookTimeout: 240_000,
    testTimeout: 240_000,
    passWithNoTests: false,
    // one moto serves all files, and some of them read what it holds as a whole
    fileParallelism: false,
  },
});
