import { beforeAll, expect, test } from 'vitest';
import { whySkipped } from '../../../mql5/host-test/build/variant.ts';
import { messageTypes } from '#main/protocol/message-types.ts';
import { fuzzFrames, type FuzzReport, type TargetReport } from './fuzz-frames.ts';
import { codecInput, hexOf, sessionInput } from './shard.ts';
import { sessionPhases } from './session-phases.ts';

let report: FuzzReport;

beforeAll(async () => {
  report = await fuzzFrames({ seed: 20_260_101, count: 20_000 }, () => undefined);
}, 120_000);

const outcomesOf = (of: TargetReport): readonly string[] => ('outcomes' in of ? Object.keys(of.outcomes).sort() : []);

test('ends 20,000 hostile streams in values, everywhere that the wire is read', () => {
  const { findings, ok } = report;
  expect({ findings, ok }).toEqual({ findings: [], ok: true });
});

test('sees every message and every fault among them', () => {
  const { codecs, sessions } = report.perTarget;
  const messages = [...Object.keys(messageTypes), 'FRAME_PAYLOAD', 'FRAME_TYPE'];
  expect(outcomesOf(codecs)).toEqual([...messages, ...frameFaults, 'unbroken'].sort());
  expect(outcomesOf(sessions)).toEqual(
    expect.arrayContaining([...frameFaults, 'HANDSHAKE_ORDER', 'HANDSHAKE_PROOF', 'alive', 'requested', 'reported']),
  );
});

const adviserSkipped = whySkipped('plain');

test.skipIf(adviserSkipped !== null)(adviserSkipped ?? 'the adviser cuts them all as the cockpit does', () => {
  const { adviser } = report.perTarget;
  expect(adviser).toMatchObject({ inputs: 20_000, crashes: 0, hangs: 0 });
  expect(outcomesOf(adviser)).toEqual([...frameFaults, 'texts', 'unbroken'].sort());
});

const frameFaults = ['FRAME_LENGTH', 'FRAME_SEQUENCE', 'FRAME_VERSION'];

test('makes the same input of the same seed and number, and another of any other', () => {
  const inputs = [codecInput(1, 5), codecInput(1, 5), codecInput(1, 6), codecInput(2, 5)].map(hexOf);
  expect(inputs[0]).toBe(inputs[1]);
  expect(new Set(inputs).size).toBe(3);
});

test('gives a session the same stream, numbered as it expects', () => {
  const afterSnapshot = sessionPhases.findIndex(({ name }) => name === 'cockpit after a snapshot');
  const lengths = (input: readonly Uint8Array[]): number[] => input.map((chunk) => chunk.length);
  const { phase, input } = sessionInput(3, afterSnapshot);
  expect(phase.name).toBe('cockpit after a snapshot');
  expect(lengths(input)).toEqual(lengths(codecInput(3, afterSnapshot)));
});
