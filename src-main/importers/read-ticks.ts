import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { checkScale } from './check-scale.ts';
import { rowsMax, tooLong, withoutRows } from './collect-file.ts';
import { tickCollector, type TickColumns } from './collect-ticks.ts';
import { describeRefusals } from './describe-rows.ts';
import type { TickFormat } from './file-format.ts';
import type { TableReading } from './file-reading.ts';
import type { ImportWarning } from './import-warning.ts';
import { withoutLines, type HeadedFile } from './read-head.ts';
import { linesOf } from './read-lines.ts';
import type { Refusals } from './refusals.ts';

export interface ReadTicks {
  readonly yields: 'ticks';
  readonly format: string;
  readonly clock: { readonly rule: ClockRule };
  /** At least one. */
  readonly columns: TickColumns;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
  /** All rows below the header: rows = ticks + refused. */
  readonly rows: number;
  readonly backSteps: number;
  readonly refused: Refusals;
  readonly warnings: readonly ImportWarning[];
}

/** Reads the quotes of a file that has a known format. Throws FaultError as `readLines` does. Faults: ROWS_INVALID (no row is a quote), SCALE_UNFIT. */
export async function readTickTable(
  { head, batches }: HeadedFile,
  format: TickFormat,
  { path, rule, scale, onProgress, symbol, point, referencePrice }: TableReading,
): Promise<Result<ReadTicks, Fault>> {
  const headerLines = format.headerLines(head);
  const collector = tickCollector({ parse: format.rowParser(head), clock: brokerClock(rule), scale, headerLines });
  for await (const batch of withoutLines(batches, headerLines)) {
    const take = batch.isUnended ? collector.takeUnended : collector.take;
    for (const line of linesOf(batch)) take(line);
    onProgress({ bytesRead: batch.bytesRead, bytesTotal: batch.bytesTotal, rows: collector.rows() });
    if (collector.rows() > rowsMax) throw tooLong(path);
  }
  if (collector.rows() === 0) throw withoutRows(path);
  const { columns, rows, backSteps, refusals: refused } = collector.finish();
  const [firstMs] = columns.occurredAtUtcMs;
  const lastMs = columns.occurredAtUtcMs.at(-1);
  if (firstMs === undefined || lastMs === undefined) return err(withoutTicks(path, refused));
  const scaleCheck = checkScale({ closes: columns.bid, symbol, point, referencePrice });
  if (!scaleCheck.ok) return scaleCheck;
  const isOutOfOrder: ImportWarning = {
    code: 'TICKS_OUT_OF_ORDER',
    message: `Rows that stand after a later one: ${backSteps}. The ticks were put in order.`,
  };
  return ok({
    yields: 'ticks',
    format: format.name,
    clock: { rule },
    columns,
    firstUtcMs: utcMs(firstMs),
    lastUtcMs: utcMs(lastMs),
    rows,
    backSteps,
    refused,
    warnings: [
      ...scaleCheck.value,
      ...describeRefusals(refused),
      ...(backSteps > 0 ? [isOutOfOrder] : []),
      ...format.notes,
    ],
  });
}

const withoutTicks = (path: string, refused: Refusals): Fault =>
  fault('ROWS_INVALID', `None of the ${refused.count} rows of ${path} is a quote. Nothing was imported.`, {
    path,
    refused: refused.count,
  });
