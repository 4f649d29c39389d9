/** A data folder of one machine, and the files made from it. */
import { z } from 'zod';

/** Whose data a folder holds. A folder never holds both. */
export const dataKinds = ['simulated', 'real'] as const;

export type DataKind = (typeof dataKinds)[number];

export const dataFolder = z.object({ kind: z.enum(dataKinds), schema_version: z.int() });

export const exportFormats = ['csv', 'parquet', 'json'] as const;

export type ExportFormat = (typeof exportFormats)[number];
