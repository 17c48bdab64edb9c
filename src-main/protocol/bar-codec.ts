import { err, ok } from '#shared/base/result.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { layOutBulk, readBulk, recordsMax } from './bulk-head.ts';
import { payloadFault, type PayloadCodec } from './payload-codec.ts';
import { isServerMs, type ServerMs } from './server-ms.ts';

/** Prices are as the broker sent them: whether they make a bar is for the bridge to say. Null is unknown, 0 a real value. */
export interface WireBar {
  readonly openStampMs: ServerMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly tickVolume: number | null;
  /** In whole points, as MT5 has it. */
  readonly spreadPoints: number | null;
}

/** Bars of one symbol and timeframe, oldest first, at least one in both members together. `forming` is the bar after the last closed one. */
export interface BarsBody {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: readonly WireBar[];
  readonly forming: WireBar | null;
}

export const barRecordBytes = 48;

/** Counts the forming bar too. */
export const barsPerMessageMax = recordsMax(barRecordBytes);

const unknown = 0xffff_ffff;

const formingFlag = 1;

/**
 * Head: u8 timeframe (1 M1, 2 M5, 3 M15, 4 M30, 5 H1, 6 H4, 7 D1) · u8 flags (bit 0: the last record is the forming bar) · 5 bytes zero ·
 * u8 bytes of the symbol · the symbol in UTF-8. Then records:
 *
 * | offset | width | field |
 * |---|---|---|
 * | 0 | i64 | openStampMs, the server's milliseconds |
 * | 8 | f64 | open (bid prices) |
 * | 16 | f64 | high |
 * | 24 | f64 | low |
 * | 32 | f64 | close |
 * | 40 | u32 | tickVolume; 0xFFFFFFFF unknown |
 * | 44 | u32 | spreadPoints, rounded to whole points; 0xFFFFFFFF unknown |
 */
export const barsCodec: PayloadCodec<BarsBody> = {
  encode: ({ symbol, timeframe, bars, forming }) => {
    const records = forming === null ? bars : [...bars, forming];
    const { bytes, view, recordsOffset } = layOutBulk({
      symbol,
      recordBytes: barRecordBytes,
      recordCount: records.length,
    });
    view.setUint8(0, timeframes.indexOf(timeframe) + 1);
    view.setUint8(1, forming === null ? 0 : formingFlag);
    records.forEach((bar, index) => writeBar(view, recordsOffset + index * barRecordBytes, bar));
    return bytes;
  },
  decode: (payload) => {
    const bulk = readBulk(payload, barRecordBytes);
    if (!bulk.ok) return bulk;
    const { symbol, view, recordsOffset, recordCount } = bulk.value;
    const timeframe = timeframes[view.getUint8(0) - 1];
    if (timeframe === undefined) return err(payloadFault('the timeframe is unknown'));
    const bars: WireBar[] = [];
    for (let index = 0; index < recordCount; index++) {
      const bar = readBar(view, recordsOffset + index * barRecordBytes);
      if (bar === null) return err(payloadFault(`bar ${index} has no valid stamp`));
      bars.push(bar);
    }
    const hasForming = (view.getUint8(1) & formingFlag) !== 0;
    const forming = hasForming ? (bars.pop() ?? null) : null;
    return ok({ symbol, timeframe, bars, forming });
  },
};

function writeBar(view: DataView, at: number, bar: WireBar): void {
  view.setBigInt64(at, BigInt(bar.openStampMs), true);
  view.setFloat64(at + 8, bar.open, true);
  view.setFloat64(at + 16, bar.high, true);
  view.setFloat64(at + 24, bar.low, true);
  view.setFloat64(at + 32, bar.close, true);
  view.setUint32(at + 40, bar.tickVolume ?? unknown, true);
  view.setUint32(at + 44, bar.spreadPoints === null ? unknown : Math.round(bar.spreadPoints), true);
}

function readBar(view: DataView, at: number): WireBar | null {
  const openStampMs = Number(view.getBigInt64(at, true));
  if (!isServerMs(openStampMs)) return null;
  return {
    openStampMs,
    open: view.getFloat64(at + 8, true),
    high: view.getFloat64(at + 16, true),
    low: view.getFloat64(at + 24, true),
    close: view.getFloat64(at + 32, true),
    tickVolume: knownOrNull(view.getUint32(at + 40, true)),
    spreadPoints: knownOrNull(view.getUint32(at + 44, true)),
  };
}

const knownOrNull = (value: number): number | null => (value === unknown ? null : value);
