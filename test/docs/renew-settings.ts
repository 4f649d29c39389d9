/** `npm run settings`: writes docs/settings.md and ads.config.schema.json anew. */
import { writeFileSync } from 'node:fs';
import { settingsPage, settingsSchema } from './settings-documents.ts';

const root = new URL('../../', import.meta.url);
writeFileSync(new URL('docs/settings.md', root), settingsPage());
writeFileSync(new URL('ads.config.schema.json', root), settingsSchema());
