import { expect, test } from 'vitest';
import fc from 'fast-check';
import { nextPhase, phaseSchema, type PhaseFacts } from './phase.ts';

const nothing: PhaseFacts = { isSetup: false, isEntering: false, isInPosition: false, isExiting: false };

const anyFacts: fc.Arbitrary<PhaseFacts> = fc.record({
  isSetup: fc.boolean(),
  isEntering: fc.boolean(),
  isInPosition: fc.boolean(),
  isExiting: fc.boolean(),
});

test('a trade runs its whole round', () => {
  const steps: readonly Partial<PhaseFacts>[] = [
    { isSetup: true },
    { isSetup: true, isEntering: true },
    { isInPosition: true },
    { isInPosition: true, isExiting: true },
    {},
  ];
  let phase = phaseSchema.parse('idle');
  const round = steps.map((facts) => (phase = nextPhase(phase, { ...nothing, ...facts })));
  expect(round).toEqual(['setup', 'enter', 'manage', 'exit', 'idle']);
});

test('a setup or an entry that comes to nothing falls back to where the filters stand', () => {
  expect(nextPhase('setup', nothing)).toBe('idle');
  expect(nextPhase('enter', nothing)).toBe('idle');
  expect(nextPhase('enter', { ...nothing, isSetup: true })).toBe('setup');
});

test('after a trade the next setup waits for another look, even where the filters still agree', () => {
  expect(nextPhase('exit', { ...nothing, isSetup: true })).toBe('idle');
  expect(nextPhase('manage', { ...nothing, isSetup: true })).toBe('idle');
});

test('orders and positions outrank what was before: a restart that knows only them lands in the right phase', () => {
  fc.assert(
    fc.property(fc.constantFrom(...phaseSchema.options), anyFacts, (phase, facts) => {
      const next = nextPhase(phase, facts);
      if (facts.isInPosition) expect(next).toBe(facts.isExiting ? 'exit' : 'manage');
      else if (facts.isEntering) expect(next).toBe('enter');
      else expect(['idle', 'setup']).toContain(next);
      expect(nextPhase(next, { ...facts, isSetup: false })).toBe(nextPhase('idle', { ...facts, isSetup: false }));
    }),
  );
});
