/** What the engine said, in its first line. */
export class EngineError extends Error {
  constructor(cause: unknown) {
    super((cause as Error).message.split('\n')[0]?.trim(), { cause });
    this.name = 'EngineError';
  }

  get isMixedLineEnds(): boolean {
    return this.message.includes('CSV Parser state machine reached an invalid state');
  }

  get isOutOfRange(): boolean {
    return this.message.includes('out of range');
  }
}

/** Waits for work of the engine; its failure becomes an EngineError. */
export async function orEngineError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new EngineError(error);
  }
}
