import { z } from 'zod';

/**
 * What the desktop shell and the engine's utility process say to each other beside the contract. Secrets travel here and never as
 * arguments, which other programs of the machine can read. A `connectWindow` carries the window's end of a port with it.
 */
export const shellToEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), arguments: z.array(z.string()), reducing: z.boolean() }).readonly(),
  z.object({ kind: z.literal('connectWindow') }).readonly(),
  z.object({ kind: z.literal('childExited'), id: z.number().int(), code: z.number().int().nullable() }).readonly(),
  z.object({ kind: z.literal('stop') }).readonly(),
]);

export type ShellToEngine = z.infer<typeof shellToEngineSchema>;

/** In a packaged Electron only the shell can fork, so the engine asks it to. */
export const engineToShellSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('launchChild'),
      id: z.number().int(),
      entry: z.enum(['simulatedTerminal']),
      arguments: z.array(z.string()),
      secrets: z.record(z.string(), z.string()),
    })
    .readonly(),
  z.object({ kind: z.literal('stopChild'), id: z.number().int() }).readonly(),
  /** The engine cannot start, and starting it again would not help: the reason is for the trader. */
  z.object({ kind: z.literal('refused'), code: z.string(), message: z.string() }).readonly(),
  z.object({ kind: z.literal('started') }).readonly(),
]);

export type EngineToShell = z.infer<typeof engineToShellSchema>;
