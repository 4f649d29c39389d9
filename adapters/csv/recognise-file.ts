import { open } from 'node:fs/promises';
import { isRefusal, type Recognition, recognise } from '../../core/collect/imports/recognise.ts';
import { mapExample } from '../../core/collect/imports/refusal.ts';
import { ImportRefusedError } from '../../core/errors.ts';
import type { ExportOptions } from '../../core/ports/export-reader.ts';
import { firstCells, type Sample, takeSample } from './sample.ts';
import { sampleRefusal } from './sample-refusal.ts';

/** What the file looks like and what its columns are. Throws ImportRefusedError when it is not a daily table of ads. */
export async function recogniseFile(
  path: string,
  file: string,
  options: ExportOptions,
): Promise<{ sample: Sample; recognition: Recognition }> {
  const foreign = await foreignFormat(path);
  if (foreign) throw new ImportRefusedError(file, foreign.reason, foreign.remedy);
  const sample = await takeSample(path, options.map ?? {});
  if (!sample) throw notRecognised(file, await firstCells(path));
  const recognition = recognise(sample.header, options);
  const refusal = isRefusal(recognition) ? recognition : sampleRefusal(sample, recognition);
  if (refusal) throw new ImportRefusedError(file, refusal.reason, refusal.remedy);
  return { sample, recognition: recognition as Recognition };
}

/** How files that are not text begin, and what their owner should do. */
const foreignFormats = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    reason: 'it is an Excel workbook or a ZIP archive',
    remedy: 'Open it and save it as CSV (UTF-8), or unpack it, and import the result.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    reason: 'it is an old Excel workbook',
    remedy: 'Open it, save it as CSV (UTF-8), and import the CSV file.',
  },
  { bytes: [0x1f, 0x8b], reason: 'it is compressed', remedy: 'Decompress it (gunzip) and import the file inside.' },
  {
    bytes: [...Buffer.from('PAR1')],
    reason: 'it is a Parquet file',
    remedy: 'Export it as CSV and import the CSV file.',
  },
  {
    bytes: [0x89, 0x50, 0x4e, 0x47],
    reason: 'it is an image',
    remedy: 'Export the report as CSV and import the CSV file.',
  },
  { bytes: [0xff, 0xd8, 0xff], reason: 'it is an image', remedy: 'Export the report as CSV and import the CSV file.' },
  { bytes: [...Buffer.from('%PDF')], reason: 'it is a PDF', remedy: 'Export the same report as CSV.' },
] as const;

const magicBytes = 4;

async function foreignFormat(path: string): Promise<{ reason: string; remedy: string } | undefined> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
    return foreignFormats.find(({ bytes }) => bytes.every((byte, at) => buffer[at] === byte));
  } finally {
    await file.close();
  }
}

function notRecognised(file: string, cells: string[]): ImportRefusedError {
  if (cells.length === 0) return new ImportRefusedError(file, 'it is empty', 'Export it again.');
  // Control characters and characters that no encoding has: pictures, archives, databases.
  if (/[^\P{Cc}\s]|\ufffd/u.test(cells.join('')))
    return new ImportRefusedError(file, 'it is not a text file', 'Export the report as CSV and import the CSV file.');
  return new ImportRefusedError(
    file,
    'no line looks like the header of a daily ads report (a date next to impressions or spend); it may be a list of names, a history table or another kind of file',
    `Export the daily performance of ads or campaigns. If this is the right file under other column names, map them: ${mapExample(cells)}`,
  );
}
