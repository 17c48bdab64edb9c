import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';

export const calendarImportanceSchema = z.enum(['none', 'low', 'moderate', 'high']);

/** One release of an economic indicator. A value is null before it is known, never zero. */
export const calendarEventSchema = z
  .object({
    valueId: z.string().min(1).max(32),
    eventId: z.string().min(1).max(32),
    releaseUtcMs: utcMsSchema,
    currency: z.string().max(16),
    importance: calendarImportanceSchema,
    name: z.string().max(256),
    actual: z.number().nullable(),
    forecast: z.number().nullable(),
    previous: z.number().nullable(),
    revisedPrevious: z.number().nullable(),
  })
  .readonly();

export type CalendarEvent = z.infer<typeof calendarEventSchema>;
