import { err, ok } from '#shared/base/result.ts';
import { layOutBulk, readBulk, recordsMax, ticksHeadLayout } from './bulk-head.ts';
import { packedLayout } from './packed-layout.ts';
import { payloadFault, type PayloadCodec } from './payload-codec.ts';
import { isServerMs, type ServerMs } from './server-ms.ts';

/** Prices are as the broker sent them: whether they make a quote is for the bridge to say. */
export interface WireTick {
  readonly stampMs: ServerMs;
  readonly bid: number;
  readonly ask: number;
}

/** Ticks of one symbol, oldest first, at least one. The cursor after them is the last stamp and `takenAtStamp`. */
export interface TicksBody {
  readonly symbol: string;
  /** How many ticks with the last stamp were sent so far, those of earlier messages included. */
  readonly takenAtStamp: number;
  /** The terminal's history was rewritten: these replace all that is stored from the first one's stamp on. */
  readonly isRewind: boolean;
  readonly ticks: readonly WireTick[];
}

export const tickRecordLayout = packedLayout({ stampMs: 'i64', bid: 'f64', ask: 'f64' });

export const tickRecordBytes = tickRecordLayout.bytes;

export const rewindFlag = 1;

const head = ticksHeadLayout.at;
const field = tickRecordLayout.at;

export const ticksPerMessageMax = recordsMax(tickRecordBytes);

/**
 * Head: u32 takenAtStamp · u8 flags (bit 0: rewind) · u16 zero · u8 bytes of the symbol · the symbol in UTF-8. Then records:
 *
 * | offset | width | field |
 * |---|---|---|
 * | 0 | i64 | stampMs, the server's milliseconds |
 * | 8 | f64 | bid |
 * | 16 | f64 | ask |
 */
export const ticksCodec: PayloadCodec<TicksBody> = {
  encode: ({ symbol, takenAtStamp, isRewind, ticks }) => {
    const { bytes, view, recordsOffset } = layOutBulk({
      symbol,
      recordBytes: tickRecordBytes,
      recordCount: ticks.length,
    });
    view.setUint32(head.takenAtStamp, takenAtStamp, true);
    view.setUint8(head.flags, isRewind ? rewindFlag : 0);
    ticks.forEach((tick, index) => {
      const at = recordsOffset + index * tickRecordBytes;
      view.setBigInt64(at + field.stampMs, BigInt(tick.stampMs), true);
      view.setFloat64(at + field.bid, tick.bid, true);
      view.setFloat64(at + field.ask, tick.ask, true);
    });
    return bytes;
  },
  decode: (payload) => {
    const bulk = readBulk(payload, tickRecordBytes);
    if (!bulk.ok) return bulk;
    const { symbol, view, recordsOffset, recordCount } = bulk.value;
    const ticks: WireTick[] = [];
    for (let index = 0; index < recordCount; index++) {
      const at = recordsOffset + index * tickRecordBytes;
      const stampMs = Number(view.getBigInt64(at + field.stampMs, true));
      if (!isServerMs(stampMs)) return err(payloadFault(`tick ${index} has no valid stamp`));
      ticks.push({
        stampMs,
        bid: view.getFloat64(at + field.bid, true),
        ask: view.getFloat64(at + field.ask, true),
      });
    }
    const isRewind = (view.getUint8(head.flags) & rewindFlag) !== 0;
    return ok({ symbol, takenAtStamp: view.getUint32(head.takenAtStamp, true), isRewind, ticks });
  },
};
