import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';

export const replayHolderSchema = z.enum(['trader', 'ticket']);

/** How a simulated terminal's market moves. A real terminal never sends it. */
export const replaySchema = z
  .object({
    heldBy: z.array(replayHolderSchema).max(2).readonly(),
    /** Market seconds per desk second. */
    speed: z.number().positive().max(1_000_000),
    source: z.string().min(1).max(200),
    stampMs: serverMsSchema,
  })
  .readonly();

export type ReplayBody = z.infer<typeof replaySchema>;

/** Moves a simulated terminal's market; a real adviser answers ERROR. It runs only while nobody holds it. */
export const replayControlSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold'), by: replayHolderSchema }).readonly(),
  z.object({ kind: z.literal('release'), by: replayHolderSchema }).readonly(),
  /** One minute of market time, while held. */
  z.object({ kind: z.literal('step') }).readonly(),
  z.object({ kind: z.literal('setSpeed'), speed: z.number().positive().max(1_000_000) }).readonly(),
]);

export type ReplayControlBody = z.infer<typeof replayControlSchema>;
