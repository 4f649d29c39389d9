import { DuckDBInstance } from '@duckdb/node-api';

/** Holds a database file for at most a minute, and says when it does. */
await DuckDBInstance.create(process.argv[2] as string);
process.stdout.write('held\n');
setTimeout(() => process.exit(0), 60_000);
