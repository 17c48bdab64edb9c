import type { Evidence } from '#shared/agent/evidence.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

type Figure = 'openPrice' | 'closePrice' | 'volume' | 'heldHours' | 'net' | 'rMultiple';

export const tradeKey = ({ positionId, ordinal }: Trade): string => `${positionId}#${ordinal}`;

export const tradeEvidenceId = (trade: Trade, figure: Figure): string => `trade:${tradeKey(trade)}/${figure}`;

/** What a closed trade came to, as the deals say. `rMultiple` null: no risk was approved for it. */
export function tradeEvidence(
  trade: Trade,
  { rMultiple, asOfUtcMs }: { readonly rMultiple: number | null; readonly asOfUtcMs: UtcMs },
): readonly Evidence[] {
  const value = (figure: Figure, label: string, read: number | null, unit: string): Evidence => ({
    evidenceId: tradeEvidenceId(trade, figure),
    source: 'trade',
    label,
    value: read,
    unit,
    asOfUtcMs,
    recordId: recordId('trade', tradeKey(trade)),
  });
  return [
    value('openPrice', 'mean price of the entry', trade.openPrice, 'price'),
    value('closePrice', 'mean price of the exit', trade.closed?.price ?? null, 'price'),
    value('volume', 'volume', trade.volume, 'lots'),
    value('heldHours', 'held for', heldHours(trade), 'hours'),
    value('net', 'profit, commission and swap of all its deals', trade.net, 'money'),
    value('rMultiple', 'net profit in R', rMultiple, 'R'),
  ];
}

const heldHours = ({ openedAtUtcMs, closed }: Trade): number | null =>
  closed === null ? null : (closed.atUtcMs - openedAtUtcMs) / 3_600_000;
