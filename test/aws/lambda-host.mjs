/** A container of Lambda: loads the bundle that is its only argument, and answers one event after another. */
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ event, requestId, milliseconds }) => {
  const until = Date.now() + milliseconds;
  const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => until - Date.now() };
  try {
    // Lambda hands on what JSON can hold, both ways.
    process.send({ result: JSON.stringify(await handler(event, context)) ?? 'null' });
  } catch (error) {
    process.send({ error: { name: error.name, message: error.message } });
  }
});
process.send({ loaded: true });
