import { describe, expect, it } from 'vitest';
import { printedExample, readme, readmeWith } from './readme-example.ts';

describe('the README', () => {
  it('shows what the command of its example prints; npm run readme renews it', () => {
    const printed = printedExample();
    expect(printed).toMatch(/^(Recommended|Decided).*\n {2}\S/);
    expect(readme()).toBe(readmeWith(printed));
  });
});
