import { timeframeSchema } from '#shared/market/timeframe.ts';
import { accountIdentitySchema } from '#shared/trading/account.ts';
import { dealTicketSchema } from '#shared/trading/ids.ts';
import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';
import { listHashSchema } from './page.ts';

const protocolSchema = z.number().int().min(1).max(65_535);
const nonceSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a nonce is 32 bytes in lower-case hexadecimal');
const proofSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a proof is 32 bytes in lower-case hexadecimal');

/** `trading` is the one session that orders go through; `data` brings history beside it and never sees an order. */
export const sessionRoleSchema = z.enum(['trading', 'data']);

export type SessionRole = z.infer<typeof sessionRoleSchema>;

/** The terminal's first word. It says nothing of the account. */
export const helloSchema = z
  .object({
    protocolMin: protocolSchema,
    protocolMax: protocolSchema,
    /** Of the adviser; at most 64 bytes of ASCII. */
    version: z.string().regex(/^[!-~]{1,64}$/, 'a version is 1 to 64 printable characters'),
    role: sessionRoleSchema,
    terminalNonce: nonceSchema,
  })
  .readonly();

export type HelloBody = z.infer<typeof helloSchema>;

/** The app proves itself first, so that the adviser tells nothing to a squatter. */
export const challengeSchema = z
  .object({ protocol: protocolSchema, appNonce: nonceSchema, proof: proofSchema })
  .readonly();

export type ChallengeBody = z.infer<typeof challengeSchema>;

/** The app has proved itself, so a data session may say whose history it brings; null where the terminal stands on no account. */
export const authSchema = z.object({ proof: proofSchema, account: accountIdentitySchema.nullish() }).readonly();

export type AuthBody = z.infer<typeof authSchema>;

/** So many of the last ticks may be compared. */
export const overlapTicksMax = 256;

/**
 * The last ticks that the app has stored, for the terminal to compare with its own: `hash` is the first 16 hexadecimal digits of SHA-256 over
 * their packed records of TICKS, one after the other. Where the terminal's differ, history was rewritten: it sends all from `fromStampMs`
 * with the flag REWIND.
 */
export const overlapSchema = z
  .object({
    fromStampMs: serverMsSchema,
    count: z.number().int().min(1).max(overlapTicksMax),
    hash: listHashSchema,
  })
  .readonly();

/**
 * How far a symbol is known to the app. Bars and ticks are sent from the cursor inclusive; without one, bars from `firstBarsDays` before
 * the newest one's day on, and ticks from the terminal's present minute on.
 */
export const subscriptionSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    bars: z
      .array(
        z
          .object({
            timeframe: timeframeSchema,
            /** Open time of the last closed bar that the app has. */
            lastOpenStampMs: serverMsSchema.nullable(),
          })
          .readonly(),
      )
      .max(16)
      .readonly(),
    tickCursor: z
      .object({
        stampMs: serverMsSchema,
        takenAtStamp: z.number().int().positive(),
        overlap: overlapSchema.nullish(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();

export type WireSubscription = z.infer<typeof subscriptionSchema>;

/** So many fit into one frame; more travel by SUBSCRIBE. */
export const subscriptionsMax = 32;

/**
 * The session is open. `lastDealTicket` is the last deal that the app knows: the snapshot brings those after it, all where it is null. A data
 * session has no subscriptions and sends no snapshot.
 */
export const readySchema = z
  .object({
    session: z.string().regex(/^[0-9a-f]{16}$/, 'a session is 8 bytes in lower-case hexadecimal'),
    /** Of the cockpit; another one than the adviser's own lights a lamp and denies entries. */
    appVersion: z.string().min(1).max(64),
    lastDealTicket: dealTicketSchema.nullable(),
    subscriptions: z.array(subscriptionSchema).max(subscriptionsMax).readonly(),
  })
  .readonly();

export type ReadyBody = z.infer<typeof readySchema>;
