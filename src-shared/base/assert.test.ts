import { expect, test } from 'vitest';
import { assert, assertDefined, assertNever, InvariantError } from './assert.ts';

test('a broken invariant stops with what was expected', () => {
  expect(() => {
    assert(Number('1') > 2, 'one is above two');
  }).toThrow(new InvariantError('one is above two'));
  expect(() => {
    assert(Number('3') > 2, 'three is above two');
  }).not.toThrow();
});

test('only null and undefined are not there', () => {
  expect([0, '', false].map((value) => assertDefined(value, 'there'))).toEqual([0, '', false]);
  for (const value of [null, undefined]) expect(() => assertDefined(value, 'not there')).toThrow('not there');
});

test('a case that was never thought of names itself', () => {
  expect(() => assertNever({ kind: 'new' } as never, 'event')).toThrow('event has an unexpected case: {"kind":"new"}');
});
