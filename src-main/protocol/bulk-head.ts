import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { payloadBytesMax } from './frame-header.ts';
import { packedLayout } from './packed-layout.ts';
import { decodeUtf8, payloadFault } from './payload-codec.ts';

/** Before the symbol's text in TICKS. */
export const ticksHeadLayout = packedLayout({
  takenAtStamp: 'u32',
  flags: 'u8',
  reserved: { zeros: 2 },
  symbolBytes: 'u8',
});

/** Before the symbol's text in BARS. */
export const barsHeadLayout = packedLayout({ timeframe: 'u8', flags: 'u8', reserved: { zeros: 5 }, symbolBytes: 'u8' });

/** Of either head. Its last byte is the length of the symbol's UTF-8 text, which follows it. */
export const bulkHeadBytes = ticksHeadLayout.bytes;

const symbolLengthOffset = ticksHeadLayout.at.symbolBytes;

/** How many records fit into one message, whatever the symbol. */
export const recordsMax = (recordBytes: number): number =>
  Math.floor((payloadBytesMax - bulkHeadBytes - 255) / recordBytes);

export interface BulkPayload {
  readonly symbol: string;
  /** The whole payload. */
  readonly view: DataView;
  readonly recordsOffset: number;
  readonly recordCount: number;
}

/** Room for the head, the symbol and so many records; the caller fills in the head's first seven bytes and the records. */
export function layOutBulk(spec: {
  readonly symbol: string;
  readonly recordBytes: number;
  readonly recordCount: number;
}): { readonly bytes: Uint8Array; readonly view: DataView; readonly recordsOffset: number } {
  const symbol = new TextEncoder().encode(spec.symbol);
  assert(symbol.length > 0 && symbol.length < 256, `a symbol has 1 to 255 bytes: ${spec.symbol}`);
  assert(spec.recordCount > 0, 'a bulk message holds at least one record');
  const recordsOffset = bulkHeadBytes + symbol.length;
  const bytes = new Uint8Array(recordsOffset + spec.recordBytes * spec.recordCount);
  bytes[symbolLengthOffset] = symbol.length;
  bytes.set(symbol, bulkHeadBytes);
  return { bytes, view: new DataView(bytes.buffer), recordsOffset };
}

export function readBulk(payload: Uint8Array, recordBytes: number): Result<BulkPayload, Fault> {
  const symbolBytes = payload[symbolLengthOffset];
  if (symbolBytes === undefined || symbolBytes === 0) return err(payloadFault('the head is cut short'));
  const recordsOffset = bulkHeadBytes + symbolBytes;
  const recordCount = (payload.length - recordsOffset) / recordBytes;
  if (!Number.isInteger(recordCount) || recordCount < 1)
    return err(payloadFault(`${payload.length} bytes do not hold whole records of ${recordBytes} bytes`));
  const symbol = decodeUtf8(payload.subarray(bulkHeadBytes, recordsOffset));
  if (!symbol.ok) return symbol;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return ok({ symbol: symbol.value, view, recordsOffset, recordCount });
}
