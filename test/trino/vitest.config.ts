import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/trino/**/*.test.ts'],
    // the story is told in order, once, by beforeAll; Trino takes some 0.5 s a statement on a small machine
    hookTimeout: 1_400_000,
    testTimeout: 30_000,
  },
});
