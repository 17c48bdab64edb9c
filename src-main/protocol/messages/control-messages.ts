import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';
import { listHashSchema } from './page.ts';
import { wireFaultSchema } from '../wire-fault.ts';

const idSchema = z.number().int().nonnegative();

/** What a terminal says of itself with each of its PINGs. */
export const pulseSchema = z
  .object({
    /** Both lean on the PC's clock: their difference is the server's zone. */
    clock: z
      .object({
        tradeServerMs: serverMsSchema,
        gmtMs: z.number().int().nonnegative(),
        /** Of the newest quote of any symbol; 0: none yet. */
        lastQuoteStampMs: z.number().int().nonnegative(),
      })
      .readonly(),
    /** Of what POSITIONS and ORDERS would say now; where it is not that of the lists applied last, a report was missed. */
    exposureHash: listHashSchema,
    /** With the broker. */
    isConnected: z.boolean(),
  })
  .readonly();

export type Pulse = z.infer<typeof pulseSchema>;

/**
 * Answered by a PONG of the same number once everything that came before it was handled. Each side counts its own. `pulse` comes from a
 * terminal whose session is open; the app has none.
 */
export const pingSchema = z.object({ id: idSchema, pulse: pulseSchema.nullish() }).readonly();

export type PingBody = z.infer<typeof pingSchema>;

export const pongSchema = z.object({ id: idSchema }).readonly();

export type PongBody = z.infer<typeof pongSchema>;

/** The terminal will be silent for a while, on purpose. On the trading session 2 s are granted at most. */
export const busySchema = z.object({ operation: z.string().max(64), maxMs: z.number().int().nonnegative() }).readonly();

export type BusyBody = z.infer<typeof busySchema>;

/** The last word before the sender closes the connection, and why. A newcomer beside a live session is told SESSION_BUSY. */
export const byeSchema = z.object({ fault: wireFaultSchema }).readonly();

export type ByeBody = z.infer<typeof byeSchema>;

/** A request that cannot be served; the session goes on. */
export const errorSchema = z.object({ about: z.string().max(32), fault: wireFaultSchema }).readonly();

export type ErrorBody = z.infer<typeof errorSchema>;
