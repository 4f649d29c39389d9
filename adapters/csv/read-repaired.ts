import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type BadRows, collectBadRows } from './bad-rows.ts';
import { asUtf8 } from './encoding.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { ReadPlan } from './plan.ts';
import { findRejects } from './rejected.ts';
import { copyWithOneLineEnd, copyWithoutLines, type SwallowingRow, swallowingRows } from './repair.ts';
import type { Sample } from './sample.ts';
import { type CsvReading, readSettled } from './settle.ts';

interface Repaired {
  plan: ReadPlan;
  bad: BadRows;
}

/** Unclosed quotation marks hide each other; a file with more of them than this is not worth the time. */
const mostRepairs = 10;

/**
 * Reads the file; again without the lines whose unclosed quotation marks had swallowed the rows below them; and again with one kind
 * of line end, where the engine stumbled over a mixture. A clean file is read once, as it lies.
 */
export async function readRepaired(engine: Engine, all: string, request: CsvReading): Promise<Repaired> {
  const { sample, workFolder, progress } = request;
  const removed: SwallowingRow[] = [];
  const source = await utf8Path(request);
  let { path, plan, isNormal } = await readAnyLineEnds(engine, all, source, request);
  // Which line ends lie inside of quotation marks shows only without the unclosed ones, so it begins again with the file as it lies.
  const repairable = sample.carriageReturnsOnly ? path : source;
  for (let repairs = 0; ; repairs += 1) {
    const bad = await collectBadRows(engine, { path, all, plan });
    const swallowing = repairs < mostRepairs ? swallowingRows(bad.rows, plan) : [];
    if (swallowing.length > 0) {
      progress('reading the rows below a quotation mark that is never closed');
      removed.push(...swallowing);
      const repaired = join(workFolder, `repaired-${repairs}.csv`);
      await copyWithoutLines(repairable, repaired, new Set(removed.flatMap(({ lines }) => lines)));
      ({ path, plan, isNormal } = await readAnyLineEnds(engine, all, repaired, request));
    } else if (!isNormal && (await findRejects(engine)).some(({ type }) => type === 'unquoted value')) {
      // The engine may have taken the other kind of line end for text behind a quotation mark.
      isNormal = true;
      path = await oneLineEnd(path, sample, workFolder);
      plan = await readSettled(engine, path, all, request);
    } else {
      const rows = [...removed.map(({ row }) => row), ...bad.rows];
      return { plan, bad: { ...bad, rows: rows.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)) } };
    }
  }
}

/** The engine takes one kind of line end in a file; one that mixes them is read from a copy. */
async function readAnyLineEnds(
  engine: Engine,
  all: string,
  path: string,
  request: CsvReading,
): Promise<{ path: string; plan: ReadPlan; isNormal: boolean }> {
  const { sample, workFolder, progress } = request;
  try {
    if (!sample.carriageReturnsOnly && !sample.mixedLineEnds)
      return { path, plan: await readSettled(engine, path, all, request), isNormal: false };
  } catch (error) {
    if (!(error instanceof EngineError && error.isMixedLineEnds)) throw error;
  }
  progress('making its line ends one kind');
  const copy = await oneLineEnd(path, sample, workFolder);
  return { path: copy, plan: await readSettled(engine, copy, all, request), isNormal: true };
}

async function oneLineEnd(path: string, sample: Sample, workFolder: string): Promise<string> {
  const copy = join(workFolder, `line-ends-${randomUUID()}.csv`);
  await copyWithOneLineEnd(path, copy, sample);
  return copy;
}

/** The file itself when it is UTF-8 already, else a copy that is. Lines stay the same lines. */
async function utf8Path({ path, sample, workFolder, progress }: CsvReading): Promise<string> {
  if (sample.encoding === 'utf-8') return path;
  progress(`turning ${sample.encoding} into utf-8`);
  const target = join(workFolder, 'utf-8.csv');
  await pipeline(Readable.from(asUtf8(path, sample.encoding)), createWriteStream(target));
  return target;
}
