import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { lots } from '#shared/units/lots.ts';
import { closeVolume, halfVolume } from './close-volume.ts';

const open = lots(0.3);
const closeOf = (text: string): unknown => closeVolume(text, open, sampleGold);

test('a part closes what was typed and says what is left, without float noise', () => {
  expect(closeOf('0.1')).toEqual({ kind: 'part', volume: 0.1, left: 0.2 });
  expect(closeOf('0,29')).toEqual({ kind: 'part', volume: 0.29, left: 0.01 });
});

test('the open volume, however it is written, is the whole', () => {
  expect(closeOf('0.30')).toEqual({ kind: 'whole', volume: 0.3, left: 0 });
  expect(closeVolume('0.3', open, undefined)).toEqual({ kind: 'whole', volume: 0.3, left: 0 });
});

test.each([
  ['', 'unreadable'],
  ['half', 'unreadable'],
  ['0', 'belowMin'],
  ['0.001', 'belowMin'],
  ['0.015', 'offStep'],
  ['0.31', 'aboveOpen'],
])('%s closes nothing: %s', (text, issue) => {
  expect(closeOf(text)).toEqual({ kind: 'unusable', issue });
});

test('of a symbol that is not known no part can be closed', () => {
  expect(closeVolume('0.1', open, undefined)).toEqual({ kind: 'unusable', issue: 'symbolUnknown' });
  expect(halfVolume(open, undefined)).toBeNull();
});

test('half is rounded down to the step; below the smallest lot there is none', () => {
  expect(halfVolume(lots(0.3), sampleGold)).toBe(0.15);
  expect(halfVolume(lots(0.05), sampleGold)).toBe(0.02);
  expect(halfVolume(lots(0.01), sampleGold)).toBeNull();
});
