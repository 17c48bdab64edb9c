import { isBrokerStamp } from '#shared/time/broker-clock.ts';
import { isPrice } from '#shared/units/price.ts';
import type { RawBar } from './file-format.ts';
import type { RefusalReason } from './refusal-reason.ts';

/** What barSchema demands of a bar, without a schema's cost per row; null where the row is sound. A test holds the two together. */
export function checkRow(row: RawBar): RefusalReason | null {
  if (!isBrokerStamp(row.stampMs)) return 'stampInvalid';
  if (!isPrice(row.open) || !isPrice(row.high) || !isPrice(row.low) || !isPrice(row.close)) return 'priceInvalid';
  const isOrdered = row.low <= row.open && row.low <= row.close && row.high >= row.open && row.high >= row.close;
  return isOrdered ? null : 'ohlcOrder';
}
