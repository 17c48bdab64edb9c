import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { TableFormat } from './file-format.ts';
import type { ImportWarning } from './import-warning.ts';

/** The clock that a file's stamps are read by. CLOCK_REQUIRED where a person has to say and did not, CLOCK_STATED where the stamps say another. */
export function chooseClock(
  format: Pick<TableFormat, 'name' | 'clock'>,
  chosen: ClockRule | null,
): Result<ClockRule, Fault> {
  const { clock } = format;
  if (clock === 'inStamps') return chosen === null || chosen === 'utc' ? ok('utc') : err(stated(format.name, chosen));
  if (clock !== 'asked') return ok(chosen ?? clock.rule);
  return chosen === null ? err(required(format.name)) : ok(chosen);
}

/** Where nobody chose a clock and the stamps do not say it: whose word was taken for it. */
export function describeAssumedClock(
  { clock }: Pick<TableFormat, 'clock'>,
  chosen: ClockRule | null,
): readonly ImportWarning[] {
  if (chosen !== null || typeof clock === 'string') return [];
  return [
    {
      code: 'CLOCK_ASSUMED',
      message: `The stamps were read by ${clock.rule}: ${clock.why}. Name another with --clock.`,
    },
  ];
}

const stated = (format: string, chosen: ClockRule): Fault =>
  fault(
    'CLOCK_STATED',
    `The stamps of this file (${format}) say their own clock. Nothing was imported. Leave --clock out.`,
    {
      format,
      chosen,
    },
  );

const required = (format: string): Fault =>
  fault(
    'CLOCK_REQUIRED',
    `The stamps of this file (${format}) are on a server’s clock that it does not name. Nothing was imported. Name it with --clock: ny+7, eet, utc+2; it is checked.`,
    {
      format,
    },
  );
