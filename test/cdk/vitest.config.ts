import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/cdk/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
