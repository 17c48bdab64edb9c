import { expect, test } from 'vitest';
import { evidenceName } from './evidence-name.ts';

test('an id says what its value is, and of what', () => {
  expect(evidenceName('filter:rvol')).toEqual({ kind: 'filter', parts: { filter: 'rvol' } });
  expect(evidenceName('filter:rvol/threshold')).toEqual({ kind: 'filterThreshold', parts: { filter: 'rvol' } });
  expect(evidenceName('filter:signal/targetR')).toEqual({ kind: 'signalTargetR', parts: {} });
  expect(evidenceName('feature:M15/atrPercentile(14,200)')).toEqual({
    kind: 'feature',
    parts: { timeframe: 'M15', feature: 'atrPercentile(14,200)' },
  });
  expect(evidenceName('bar:H1/last20/meanRange')).toEqual({
    kind: 'barsMeanRange',
    parts: { timeframe: 'H1', count: '20' },
  });
  expect(evidenceName('limit:POSITIONS_MAX/limit')).toEqual({ kind: 'limitEnd', parts: { limit: 'POSITIONS_MAX' } });
});

test('kinds whose ids look alike are told apart', () => {
  expect(evidenceName('similar:M15/winShare')?.kind).toBe('similarWinShare');
  expect(evidenceName('similar:M15/range/winShare')).toEqual({
    kind: 'similarRegimeWinShare',
    parts: { timeframe: 'M15', regime: 'range' },
  });
  expect(evidenceName('similar:M15/after4/known')?.kind).toBe('similarAfterKnown');
  expect(evidenceName('calendar:highImpact/24h')?.kind).toBe('calendarHighImpact');
  expect(evidenceName('calendar:840030016/actual')?.kind).toBe('calendarActual');
  expect(evidenceName('calendar:840030016')?.kind).toBe('calendarRelease');
});

test('a record’s name may hold slashes of its own', () => {
  expect(evidenceName('lesson:reflection/88#1/advice')).toEqual({
    kind: 'lessonAdvice',
    parts: { record: 'reflection/88#1' },
  });
  expect(evidenceName('lesson:rejection/approval-5')?.kind).toBe('rejection');
  expect(evidenceName('chain:approval:A:XAUUSD/7/outcome')?.kind).toBe('chainOutcome');
});

test('an id of another version has no name', () => {
  expect(evidenceName('tide:high')).toBeNull();
  expect(evidenceName('feature:M15')).toBeNull();
});
