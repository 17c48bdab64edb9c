import { expect, test } from 'vitest';
import { type FaultError } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { engineEventVersions } from '#shared/events/engine-event.ts';
import { eventUpcasters } from './event-upcasters.ts';
import { upcast, type Upcaster, type UpcasterRegistry } from './upcast.ts';

const lifting = (fromVersion: number, lift: (body: Record<string, JsonValue>) => JsonValue): Upcaster => ({
  kind: 'dealRecorded',
  fromVersion,
  lift: (body) => lift(body as Record<string, JsonValue>),
});

const registry: UpcasterRegistry = {
  versions: { dealRecorded: 3, engineStarted: 1 },
  upcasters: [
    lifting(2, ({ cost, ...body }) => ({ ...body, commission: cost ?? 0, swap: 0 })),
    lifting(1, ({ fee, ...body }) => ({ ...body, cost: fee ?? 0 })),
    { kind: 'other', fromVersion: 1, lift: () => 'never asked for' },
  ],
};

test('lifts an old body through every version up to the current one', () => {
  const lifted = { price: 2000, commission: -3.5, swap: 0 };
  expect(upcast({ kind: 'dealRecorded', version: 1, body: { price: 2000, fee: -3.5 } }, registry)).toEqual(lifted);
  expect(upcast({ kind: 'dealRecorded', version: 2, body: { price: 2000, cost: -3.5 } }, registry)).toEqual(lifted);
});

test('leaves a current body as it is', () => {
  const body = { programVersion: '1.0.0' };
  expect(upcast({ kind: 'engineStarted', version: 1, body }, registry)).toBe(body);
});

test('refuses a kind or a version that a newer program wrote', () => {
  for (const [kind, version] of [['dealRecorded', 4] as const, ['lessonLearned', 1] as const])
    expect(() => upcast({ kind, version, body: {} }, registry)).toThrow(
      expect.objectContaining({
        fault: expect.objectContaining({ code: 'STORE_NEWER_THAN_PROGRAM' }) as unknown,
      }) as FaultError,
    );
});

test('a missing step is an error of ours', () => {
  const gap: UpcasterRegistry = { versions: { dealRecorded: 3 }, upcasters: registry.upcasters.slice(0, 1) };
  expect(() => upcast({ kind: 'dealRecorded', version: 1, body: {} }, gap)).toThrow('from version 1');
});

test('every kind of the log has one upcaster for each of its older versions', () => {
  const steps = eventUpcasters.upcasters.map(({ kind, fromVersion }) => `${kind} ${fromVersion}`);
  const needed = Object.entries(engineEventVersions).flatMap(([kind, version]) =>
    Array.from({ length: version - 1 }, (_, index) => `${kind} ${index + 1}`),
  );
  expect(steps.toSorted()).toEqual(needed.toSorted());
});
