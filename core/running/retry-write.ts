/** For what must be written because it cannot be had again. */

const waits = [200, 400, 800, 1600];

/** Tries a write five times within three seconds, unless it can never succeed; throws what the last attempt met. */
export async function retryWrite<T>(
  write: () => Promise<T>,
  wait: (milliseconds: number) => Promise<void>,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (const milliseconds of waits) {
    try {
      return await write();
    } catch (error) {
      if (isFinal(error)) throw error;
      await wait(milliseconds);
    }
  }
  return await write();
}
