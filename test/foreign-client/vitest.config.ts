import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/foreign-client/**/*.test.ts'],
    testTimeout: 200_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
