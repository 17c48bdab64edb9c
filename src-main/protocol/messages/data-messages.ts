import { z } from 'zod';
import { calendarImportanceSchema } from '#shared/market/calendar-event.ts';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { serverMsSchema } from '../server-ms.ts';
import { wireFaultSchema } from '../wire-fault.ts';
import { subscriptionSchema } from './handshake-messages.ts';
import { pageFields } from './page.ts';

const symbolSchema = z.string().min(1).max(64);

/** Begins a symbol's live stream, or begins it anew from this cursor. */
export const subscribeSchema = z.object({ subscription: subscriptionSchema }).readonly();

export type SubscribeBody = z.infer<typeof subscribeSchema>;

export const unsubscribeSchema = z.object({ symbol: symbolSchema }).readonly();

export type UnsubscribeBody = z.infer<typeof unsubscribeSchema>;

/** The app's own number of a request for history. */
const requestSchema = z.number().int().positive();

/** Closed bars that open from `fromStampMs` to `toStampMs`, both included. On a data session only. */
export const barsRequestSchema = z
  .object({
    request: requestSchema,
    symbol: symbolSchema,
    timeframe: timeframeSchema,
    fromStampMs: serverMsSchema,
    toStampMs: serverMsSchema,
  })
  .readonly();

export type BarsRequestBody = z.infer<typeof barsRequestSchema>;

/** A data session serves one request after the other; so many more may wait, one above is answered by HISTORY_END with REQUEST_INVALID. */
export const historyRequestsMax = 16;

/** Ticks from `fromStampMs` until before `toStampMs`. On a data session only. */
export const ticksRequestSchema = z
  .object({ request: requestSchema, symbol: symbolSchema, fromStampMs: serverMsSchema, toStampMs: serverMsSchema })
  .readonly();

export type TicksRequestBody = z.infer<typeof ticksRequestSchema>;

/** All BARS or TICKS of that request were sent before this; a fault says why not all could be. */
export const historyEndSchema = z
  .object({ request: requestSchema, sent: z.number().int().nonnegative(), fault: wireFaultSchema.nullable() })
  .readonly();

export type HistoryEndBody = z.infer<typeof historyEndSchema>;

export const calendarSpanMsMax = 31 * 24 * 60 * 60 * 1000;

export const calendarRequestSchema = z
  .object({
    fromStampMs: serverMsSchema,
    toStampMs: serverMsSchema,
    /** Of the events; none named: all. */
    currencies: z.array(z.string().min(1).max(16)).max(16).readonly(),
  })
  .readonly();

export type CalendarRequestBody = z.infer<typeof calendarRequestSchema>;

const figureSchema = z.number().nullable();

export const wireCalendarEventSchema = z
  .object({
    valueId: z.string().min(1).max(32),
    eventId: z.string().min(1).max(32),
    stampMs: serverMsSchema,
    currency: z.string().max(16),
    importance: calendarImportanceSchema,
    name: z.string().max(256),
    actual: figureSchema,
    forecast: figureSchema,
    previous: figureSchema,
    revisedPrevious: figureSchema,
  })
  .readonly();

export type WireCalendarEvent = z.infer<typeof wireCalendarEventSchema>;

/** The economic calendar of the span that was asked for; a span without events is an empty list. */
export const calendarSchema = z
  .object({
    ...pageFields,
    fromStampMs: serverMsSchema,
    toStampMs: serverMsSchema,
    events: z.array(wireCalendarEventSchema).readonly(),
  })
  .readonly();

export type CalendarBody = z.infer<typeof calendarSchema>;

/** Answered by a SYMBOLS list of its own revision; null asks for all that the terminal shows in its Market Watch. */
export const symbolsRequestSchema = z
  .object({ symbols: z.array(symbolSchema).max(32).readonly().nullable() })
  .readonly();

export type SymbolsRequestBody = z.infer<typeof symbolsRequestSchema>;
