/** Runs of workflows that were set aside: what they say, and starting them again. */
import { z } from 'zod';

/** A message as the queue hands it out; `receipt` is what removing it takes. */
export interface DeadLetter {
  id: string;
  receipt: string;
  body: string;
}

export interface DeadLetterQueue {
  /** A few of them, hidden from others for a while; none when there are none left. */
  receive(): Promise<DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export interface WorkflowStarter {
  /** The same name twice starts one run. */
  start(workflow: string, name: string, input: object): Promise<void>;
}

/** A failed run knows its name; one that could not start knows the time it was scheduled for. Either finds what it did already. */
const letterBody = z.union([
  z.object({ workflow: z.string(), run_id: z.string() }),
  z.object({ workflow: z.string(), scheduled_at: z.iso.datetime() }),
]);

export type RedriveInput = z.infer<typeof letterBody>;

/** Undefined for a message that is not of ours. */
export function redriveInput(body: string): RedriveInput | undefined {
  try {
    return letterBody.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

export interface Redrive {
  started: RedriveInput[];
  /** What stays in the queue, and why. */
  left: { id: string; reason: string }[];
}

/** Starts every run that was set aside, each under its own name, and removes its letter. What it cannot start stays. */
export async function redriveDeadLetters(queue: DeadLetterQueue, workflows: WorkflowStarter): Promise<Redrive> {
  const redrive: Redrive = { started: [], left: [] };
  const seen = new Set<string>();
  for (let letters = await queue.receive(); letters.length > 0; letters = await queue.receive()) {
    const fresh = letters.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const letter of fresh) {
      seen.add(letter.id);
      await redriveOne(letter, { queue, workflows, redrive });
    }
  }
  return redrive;
}

interface Redriving {
  queue: DeadLetterQueue;
  workflows: WorkflowStarter;
  redrive: Redrive;
}

async function redriveOne(letter: DeadLetter, { queue, workflows, redrive }: Redriving): Promise<void> {
  const input = redriveInput(letter.body);
  if (!input) {
    redrive.left.push({ id: letter.id, reason: 'it is not a run of a workflow' });
    return;
  }
  try {
    await workflows.start(input.workflow, `redrive-${letter.id}`, input);
    await queue.remove(letter);
    redrive.started.push(input);
  } catch (error) {
    redrive.left.push({ id: letter.id, reason: (error as Error).message });
  }
}
