import { exampleIn } from '../../core/optimize/guardrails/guardrail-file.ts';

/** What `guardrails init` writes for an account in US dollars. */
export const exampleGuardrails = exampleIn(['USD']);
