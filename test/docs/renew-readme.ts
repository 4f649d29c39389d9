/** `npm run readme`: runs the example of README.md and puts what it prints in its place. */
import { writeFileSync } from 'node:fs';
import { printedExample, readmeFile, readmeWith } from './readme-example.ts';

writeFileSync(readmeFile, readmeWith(printedExample()));
