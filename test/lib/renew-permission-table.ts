/** `npm run permissions`: writes the table of docs/security.md anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { permissionTable, withTable } from '../../lib/permission-table.ts';
import { account, deployed } from '../support/deployment.ts';

const path = new URL('../../docs/security.md', import.meta.url);
const table = permissionTable(deployed().templates, account);
writeFileSync(path, withTable(readFileSync(path, 'utf8'), table));
