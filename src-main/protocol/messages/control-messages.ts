import { z } from 'zod';
import { wireFaultSchema } from '../wire-fault.ts';

/** Answered by a PONG of the same number once everything that came before it was handled. Each side counts its own. */
export const pingSchema = z.object({ id: z.number().int().nonnegative() }).readonly();

export type PingBody = z.infer<typeof pingSchema>;

/** The terminal will be silent for a while, on purpose. On the trading session 2 s are granted at most. */
export const busySchema = z.object({ operation: z.string().max(64), maxMs: z.number().int().nonnegative() }).readonly();

export type BusyBody = z.infer<typeof busySchema>;

/** The last word before the sender closes the connection, and why. A newcomer beside a live session is told SESSION_BUSY. */
export const byeSchema = z.object({ fault: wireFaultSchema }).readonly();

export type ByeBody = z.infer<typeof byeSchema>;

/** A request that cannot be served; the session goes on. */
export const errorSchema = z.object({ about: z.string().max(32), fault: wireFaultSchema }).readonly();

export type ErrorBody = z.infer<typeof errorSchema>;
