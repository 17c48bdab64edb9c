import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeframes } from '#shared/market/timeframe.ts';
import { barRecordBytes, barsCodec, barsPerMessageMax, type WireBar } from './bar-codec.ts';
import { payloadBytesMax } from './frame-header.ts';
import { serverMs } from './server-ms.ts';

const stamp = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 0, 1) - 1 }).map(serverMs);
const known = fc.option(fc.integer({ min: 0, max: 0xffff_fffe }));
const bar: fc.Arbitrary<WireBar> = fc.record({
  openStampMs: stamp,
  open: fc.double(),
  high: fc.double(),
  low: fc.double(),
  close: fc.double(),
  tickVolume: known,
  spreadPoints: known,
});

const sample: WireBar = {
  openStampMs: serverMs(1_704_153_600_000),
  open: 2000.5,
  high: 2001,
  low: 1999.25,
  close: 2000,
  tickVolume: 120,
  spreadPoints: null,
};

test('gives back the bars of any symbol and timeframe, unknown volume and spread included', () => {
  const body = fc
    .record({
      symbol: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      timeframe: fc.constantFrom(...timeframes),
      bars: fc.array(bar, { maxLength: 30 }),
      forming: fc.option(bar),
    })
    .filter(({ bars, forming }) => bars.length > 0 || forming !== null);
  fc.assert(
    fc.property(body, (bars) => {
      expect(barsCodec.decode(barsCodec.encode(bars))).toEqual({ ok: true, value: bars });
    }),
  );
});

test('lays a bar out byte for byte, as the adviser writes it', () => {
  const bytes = barsCodec.encode({ symbol: 'XAU', timeframe: 'M15', bars: [], forming: sample });
  const head = '03' + '01' + '0000000000' + '03' + '584155';
  const prices = '0000000000429f40' + '0000000000449f40' + '00000000003d9f40' + '0000000000409f40';
  expect(Buffer.from(bytes).toString('hex')).toBe(head + '005078c78c010000' + prices + '78000000' + 'ffffffff');
});

test('writes a fractional spread as whole points, as MT5 has it', () => {
  const bytes = barsCodec.encode({
    symbol: 'XAU',
    timeframe: 'H1',
    bars: [{ ...sample, spreadPoints: 12.6 }],
    forming: null,
  });
  expect(barsCodec.decode(bytes)).toMatchObject({ value: { bars: [{ spreadPoints: 13 }], forming: null } });
});

test('fills a frame and no more', () => {
  const bars = Array.from({ length: barsPerMessageMax }, () => sample);
  const { length } = barsCodec.encode({ symbol: 'X'.repeat(255), timeframe: 'M1', bars, forming: null });
  expect(length).toBeLessThanOrEqual(payloadBytesMax);
  expect(length).toBeGreaterThan(payloadBytesMax - barRecordBytes);
});

test('refuses what is no list of bars', () => {
  const good = barsCodec.encode({ symbol: 'XAUUSD', timeframe: 'D1', bars: [sample], forming: null });
  const changed = (offset: number, value: number): Uint8Array => {
    const bytes = Uint8Array.from(good);
    bytes[offset] = value;
    return bytes;
  };
  const broken = [
    new Uint8Array(8),
    good.subarray(0, good.length - 1),
    changed(0, 0),
    changed(0, 8),
    changed(21, 0xff),
  ];
  for (const payload of broken)
    expect(barsCodec.decode(payload)).toMatchObject({ ok: false, error: { code: 'FRAME_PAYLOAD' } });
});
