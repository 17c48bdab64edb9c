import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { calendarEventSchema, type CalendarEvent } from '#shared/market/calendar-event.ts';

const calendarSchema = z.array(calendarEventSchema).readonly();

/** The releases of a simulated market, from a file that holds them as JSON; no file, no releases. FILE_UNREADABLE, FILE_DAMAGED. */
export async function readCalendar(file: string | null): Promise<Result<readonly CalendarEvent[], Fault>> {
  if (file === null) return ok([]);
  try {
    const parsed = calendarSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return ok(parsed.data);
    return err(damaged(file, z.prettifyError(parsed.error)));
  } catch (error) {
    if (error instanceof SyntaxError) return err(damaged(file, error.message));
    const reason = error instanceof Error ? error.message : String(error);
    return err(fault('FILE_UNREADABLE', `The calendar cannot be read from ${file}.`, { file, reason }));
  }
}

const damaged = (file: string, reason: string): Fault =>
  fault('FILE_DAMAGED', `${file} holds no calendar that this program can read. Nothing was taken from it.`, {
    file,
    reason: reason.slice(0, 300),
  });
