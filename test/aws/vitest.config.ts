import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    hookTimeout: 240_000,
    testTimeout: 240_000,
    passWithNoTests: false,
    // one moto serves all files, and some of them read what it holds as a whole
    fileParallelism: false,
  },
});
