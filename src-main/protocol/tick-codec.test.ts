import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadBytesMax } from './frame-header.ts';
import { serverMs } from './server-ms.ts';
import { tickRecordBytes, ticksCodec, ticksPerMessageMax } from './tick-codec.ts';

const stamp = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 0, 1) - 1 }).map(serverMs);
const symbol = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const tick = fc.record({ stampMs: stamp, bid: fc.double(), ask: fc.double() });

test('gives back the ticks of any symbol, odd prices included', () => {
  const body = fc.record({
    symbol,
    takenAtStamp: fc.integer({ min: 0, max: 0xffff_ffff }),
    isRewind: fc.boolean(),
    ticks: fc.array(tick, { minLength: 1, maxLength: 50 }),
  });
  fc.assert(
    fc.property(body, (ticks) => {
      expect(ticksCodec.decode(ticksCodec.encode(ticks))).toEqual({ ok: true, value: ticks });
    }),
  );
});

test('lays a tick out byte for byte, as the adviser writes it', () => {
  const bytes = ticksCodec.encode({
    symbol: 'XAU',
    takenAtStamp: 2,
    isRewind: true,
    ticks: [{ stampMs: serverMs(1_704_153_600_123), bid: 2000.5, ask: 2001 }],
  });
  const head = '02000000' + '01' + '0000' + '03' + '584155';
  const record = '7b5078c78c010000' + '0000000000429f40' + '0000000000449f40';
  expect(Buffer.from(bytes).toString('hex')).toBe(head + record);
});

test('does not read flags that it does not know', () => {
  const bytes = ticksCodec.encode({
    symbol: 'X',
    takenAtStamp: 1,
    isRewind: false,
    ticks: [{ stampMs: serverMs(1e12), bid: 1, ask: 2 }],
  });
  bytes[4] = 0xfe;
  expect(ticksCodec.decode(bytes)).toMatchObject({ ok: true, value: { isRewind: false } });
});

test('fills a frame and no more', () => {
  const ticks = Array.from({ length: ticksPerMessageMax }, () => ({ stampMs: serverMs(1e12), bid: 1, ask: 2 }));
  const { length } = ticksCodec.encode({ symbol: 'X'.repeat(255), takenAtStamp: 1, isRewind: false, ticks });
  expect(length).toBeLessThanOrEqual(payloadBytesMax);
  expect(length).toBeGreaterThan(payloadBytesMax - tickRecordBytes);
});

test('refuses what is no list of ticks', () => {
  const good = ticksCodec.encode({
    symbol: 'XAUUSD',
    takenAtStamp: 1,
    isRewind: false,
    ticks: [{ stampMs: serverMs(1e12), bid: 1, ask: 2 }],
  });
  const changed = (offset: number, value: number): Uint8Array => {
    const bytes = Uint8Array.from(good);
    bytes[offset] = value;
    return bytes;
  };
  const broken = [
    new Uint8Array(0),
    good.subarray(0, 7),
    good.subarray(0, good.length - 1),
    good.subarray(0, 14),
    changed(7, 0),
    changed(7, 255),
    changed(8, 0xff),
    changed(21, 0xff),
  ];
  for (const payload of broken)
    expect(ticksCodec.decode(payload)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
});

test('is not asked to write nothing', () => {
  expect(() => ticksCodec.encode({ symbol: 'XAUUSD', takenAtStamp: 0, isRewind: false, ticks: [] })).toThrow(
    'at least one record',
  );
  expect(() => ticksCodec.encode({ symbol: '', takenAtStamp: 0, isRewind: false, ticks: [] })).toThrow(
    '1 to 255 bytes',
  );
});
