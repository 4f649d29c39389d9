import type { Command } from './main.ts';
export const doctorCommand: Command = async () => ({ json: {}, lines: [], exitCode: 0 });
