import type { Command } from './main.ts';
export const optimizeCommand: Command = async () => ({ json: {}, lines: [], exitCode: 0 });
