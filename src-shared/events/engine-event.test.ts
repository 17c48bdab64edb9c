import { expect, test } from 'vitest';
import { engineEventBodies, engineEventVersions } from './engine-event.ts';

test('every kind of event has a version, and every version belongs to a kind', () => {
  expect(Object.keys(engineEventVersions).sort()).toEqual(Object.keys(engineEventBodies).sort());
  for (const version of Object.values(engineEventVersions)) expect(version).toBeGreaterThanOrEqual(1);
});

test('kinds say what happened, in the past tense', () => {
  for (const kind of Object.keys(engineEventBodies)) expect(kind).toMatch(/(ed|Made|Held|Given|Learnt)$/);
});
