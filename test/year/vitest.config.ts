import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/year/**/*.test.ts'],
    // a year is lived through once, by beforeAll
    hookTimeout: 900_000,
    testTimeout: 60_000,
  },
});
