/** Rejected records, and what became of them. */
import { z } from 'zod';

/** One line of a quarantine object. The original text is kept whole. */
export const quarantineRecord = z.object({
  run_id: z.string(),
  file: z.string(),
  /** 1-based line in the file as the person has it. */
  line: z.int().nullable(),
  column: z.string().nullable(),
  reason: z.string(),
  remedy: z.string(),
  text: z.string(),
});

export type QuarantineRecord = z.infer<typeof quarantineRecord>;

/** `quarantine/….reprocessed.json`: what became of the records of the object beside it, one entry a run that changed anything. */
export const quarantineReprocessing = z.object({
  key: z.string(),
  runs: z.array(
    z.object({
      /** The run of the raw objects that it wrote. */
      run_id: z.string(),
      reprocessed_at: z.iso.datetime(),
      /** 0-based lines of the object that can be read now. */
      reprocessed: z.array(z.int()),
      /** 0-based lines that need not be read any more, for a later import or pull said it anew. */
      superseded: z.array(z.int()),
      /** Data rows that came of it; a totals row gives none. */
      rows: z.int(),
      objects: z.array(z.string()),
    }),
  ),
});

export type QuarantineReprocessing = z.infer<typeof quarantineReprocessing>;
