import { csvExportReader } from '../../adapters/csv/export-reader.ts';
import { pathOf } from '../../adapters/local/object-store.ts';
import type { ExportReader } from '../../core/ports/export-reader.ts';
import type { Runtime } from '../runtime.ts';

/** Reads exports that people name, and those that this data folder holds. */
export const exportReader = ({
  dataDir,
  deps,
  workFolder,
}: Pick<Runtime, 'dataDir' | 'deps' | 'workFolder'>): ExportReader =>
  csvExportReader({ workFolder, pathOf: (key) => pathOf(dataDir, key), progress: deps.progress });
