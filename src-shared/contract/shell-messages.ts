import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';

/** Where the desktop's one page lives; the preload compares the page's origin with it. */
export type ShellOrigin = 'app://cockpit';

/** The page is loaded and asks the shell for a port; the shell answers on the second with one. */
export type PortWantedChannel = 'ats-port-wanted';

export type PortChannel = 'ats-port';

const child = z.number().int().positive();

/**
 * What the desktop shell says to the engine's utility process. A `connectWindow` carries the engine's end of a window's port with it.
 * Arguments travel here, since other users of the computer can read a command line.
 */
export const shellMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), arguments: z.array(z.string()).readonly(), reducing: z.boolean() }).readonly(),
  z.object({ kind: z.literal('connectWindow') }).readonly(),
  z.object({ kind: z.literal('childStarted'), child, pid: z.number().int().nullable() }).readonly(),
  z.object({ kind: z.literal('childExited'), child, code: z.number().int().nullable() }).readonly(),
  z.object({ kind: z.literal('stop') }).readonly(),
]);

export type ShellMessage = z.infer<typeof shellMessageSchema>;

/** What the engine says to the shell. In a packaged Electron only the shell can fork, so the engine asks it to. */
export const engineMessageSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('launchChild'),
      child,
      entry: z.enum(['simulatedTerminal', 'chromaHost']),
      arguments: z.array(z.string()).readonly(),
      secrets: z.record(z.string(), z.string()).readonly(),
    })
    .readonly(),
  z.object({ kind: z.literal('endChild'), child }).readonly(),
  /** The engine cannot start, and another try would not mend it: the reason is for the trader. */
  z.object({ kind: z.literal('refused'), fault: faultSchema }).readonly(),
]);

export type EngineMessage = z.infer<typeof engineMessageSchema>;
