import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { chooseClock } from './choose-clock.ts';
import type { ParsedCalendar, ParsedReport, WholeFormat } from './file-format.ts';
import type { HeadedFile } from './read-head.ts';

/** A year of an account's history is a few megabytes. */
const wholeBytesMax = 64 * 1024 * 1024;

export type ReadCalendar = ParsedCalendar & { readonly yields: 'calendar'; readonly format: string };

export type ReadReport = ParsedReport & { readonly yields: 'report'; readonly format: string };

/** Reads a document that makes sense only as a whole. Throws FaultError as `readLines` does, and FILE_TOO_LONG. Faults: those of the format. */
export async function readWhole(
  { batches }: HeadedFile,
  format: WholeFormat,
  clock: ClockRule | null,
): Promise<Result<ReadCalendar | ReadReport, Fault>> {
  const text = await wholeText(batches);
  const { name } = format;
  if (format.yields === 'calendar') {
    const parsed = format.parse(text, brokerClock(clock ?? 'utc'));
    return parsed.ok ? ok({ ...parsed.value, yields: 'calendar', format: name }) : parsed;
  }
  // The stamps of a report are its server's, and it does not say where that stands.
  const rule = chooseClock({ name, clock: 'asked' }, clock);
  if (!rule.ok) return rule;
  const parsed = format.parse(text, brokerClock(rule.value));
  return parsed.ok ? ok({ ...parsed.value, yields: 'report', format: name }) : parsed;
}

async function wholeText(batches: HeadedFile['batches']): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const { bytes } of batches) {
    length += bytes.length;
    if (length > wholeBytesMax) throw new FaultError(tooLong());
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

const tooLong = (): Fault =>
  fault('FILE_TOO_LONG', `Such a document has at most ${wholeBytesMax} bytes. Nothing was imported.`, {
    wholeBytesMax,
  });
