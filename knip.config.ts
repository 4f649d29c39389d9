/**
 * What nobody uses: files, exports, packages. `npm run unused` looks twice: once at everything, and once (`--production`) at what runs
 * in production alone, which finds what stands there for tests only. A mark "!" says that a place belongs to production.
 */
import type { KnipConfiguration } from 'knip';

export default ({ production }: { production?: boolean }): KnipConfiguration => ({
  entry: [
    'bin/*.ts!',
    // bundled by lib/handler-bundle.ts
    'lambdas/*/handler.ts!',
    // started as a thread by cli/demo/background-twin.ts
    'cli/demo/twin-worker.ts!',
    // the second adapter of the port ModelTrainer: the deployment trains by Step Functions, and the conformance suite holds both to the same
    'adapters/aws/model-trainer.ts!',
    // programs of package.json that are written beside the tests that compare what they make
    'test/{docs,lib}/renew-*.ts!',
    // programs that a benchmark starts and measures
    'bench/{collect-once,floor,measured-cli}.ts',
    'bench/refresh/{claim-folder,floor}.ts',
    // programs that a test starts, to end them or to run beside them
    'test/adapters/local/{hold-lock,increment,put-slowly}.ts',
    'test/aws/lambda-host.mjs',
    'test/support/hold-database-process.ts',
  ],
  project: ['{bin,cli,core,adapters,lambdas,lib,twin}/**/*.{ts,mjs}!', '{bench,test}/**/*.{ts,mjs}'],
  vitest: { config: ['vitest.config.ts', 'test/*/vitest.config.ts'] },
  stryker: { config: ['test/mutation/stryker.config.mjs'] },
  // a command, not a library: npx cdk
  ignoreDependencies: ['aws-cdk'],
  // A type that an exported function speaks of is part of what it says, though nobody names it; and an inner function of production may
  // have unit tests of its own.
  ignoreExportsUsedInFile: production || { interface: true, type: true },
});
