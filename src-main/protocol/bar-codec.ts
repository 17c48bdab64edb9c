import { err, ok } from '#shared/base/result.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { barsHeadLayout, layOutBulk, readBulk, recordsMax } from './bulk-head.ts';
import { packedLayout } from './packed-layout.ts';
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

export const barRecordLayout = packedLayout({
  openStampMs: 'i64',
  open: 'f64',
  high: 'f64',
  low: 'f64',
  close: 'f64',
  tickVolume: 'u32',
  spreadPoints: 'u32',
});

export const barRecordBytes = barRecordLayout.bytes;

/** Counts the forming bar too. */
export const barsPerMessageMax = recordsMax(barRecordBytes);

/** Stands for a volume or a spread that the terminal does not know. */
export const unknownFigure = 0xffff_ffff;

export const formingFlag = 1;

/** Our code of a timeframe, never MT5's. */
export const timeframeCode = (timeframe: Timeframe): number => timeframes.indexOf(timeframe) + 1;

const head = barsHeadLayout.at;
const field = barRecordLayout.at;

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
    view.setUint8(head.timeframe, timeframeCode(timeframe));
    view.setUint8(head.flags, forming === null ? 0 : formingFlag);
    records.forEach((bar, index) => writeBar(view, recordsOffset + index * barRecordBytes, bar));
    return bytes;
  },
  decode: (payload) => {
    const bulk = readBulk(payload, barRecordBytes);
    if (!bulk.ok) return bulk;
    const { symbol, view, recordsOffset, recordCount } = bulk.value;
    const timeframe = timeframes[view.getUint8(head.timeframe) - 1];
    if (timeframe === undefined) return err(payloadFault('the timeframe is unknown'));
    const bars: WireBar[] = [];
    for (let index = 0; index < recordCount; index++) {
      const bar = readBar(view, recordsOffset + index * barRecordBytes);
      if (bar === null) return err(payloadFault(`bar ${index} has no valid stamp`));
      bars.push(bar);
    }
    const hasForming = (view.getUint8(head.flags) & formingFlag) !== 0;
    const forming = hasForming ? (bars.pop() ?? null) : null;
    return ok({ symbol, timeframe, bars, forming });
  },
};

function writeBar(view: DataView, at: number, bar: WireBar): void {
  view.setBigInt64(at + field.openStampMs, BigInt(bar.openStampMs), true);
  view.setFloat64(at + field.open, bar.open, true);
  view.setFloat64(at + field.high, bar.high, true);
  view.setFloat64(at + field.low, bar.low, true);
  view.setFloat64(at + field.close, bar.close, true);
  view.setUint32(at + field.tickVolume, bar.tickVolume ?? unknownFigure, true);
  view.setUint32(
    at + field.spreadPoints,
    bar.spreadPoints === null ? unknownFigure : Math.round(bar.spreadPoints),
    true,
  );
}

function readBar(view: DataView, at: number): WireBar | null {
  const openStampMs = Number(view.getBigInt64(at + field.openStampMs, true));
  if (!isServerMs(openStampMs)) return null;
  return {
    openStampMs,
    open: view.getFloat64(at + field.open, true),
    high: view.getFloat64(at + field.high, true),
    low: view.getFloat64(at + field.low, true),
    close: view.getFloat64(at + field.close, true),
    tickVolume: knownOrNull(view.getUint32(at + field.tickVolume, true)),
    spreadPoints: knownOrNull(view.getUint32(at + field.spreadPoints, true)),
  };
}

const knownOrNull = (value: number): number | null => (value === unknownFigure ? null : value);
