import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{aws,browser,chaos,trino}/**'],
    sequence: { shuffle: true },
    testTimeout: 60_000,
  },
});
