import { beforeEach, expect, test } from 'vitest';
import { endJump, jumpToBar, listenToPicks, pickBar, selection, type BarKey } from './selection.ts';

const bar: BarKey = { symbol: 'XAUUSD', timeframe: 'H1', openTimeUtcMs: 3_600_000 };
const start = selection.getInitialState();

beforeEach(() => selection.setState(start, true));

test('a click on a bar means nothing until somebody waits for one', () => {
  pickBar(bar);
  expect(selection.getState()).toEqual(start);
  const picked: BarKey[] = [];
  const stop = listenToPicks((one) => picked.push(one));
  pickBar(bar);
  expect(picked).toEqual([bar]);
  expect(selection.getState().bar).toBe(bar);
  stop();
  pickBar({ ...bar, openTimeUtcMs: 0 });
  expect(picked).toEqual([bar]);
  expect(selection.getState().bar).toBe(bar);
});

test('who stops listening does not silence who listens since', () => {
  const picked: BarKey[] = [];
  const stopFirst = listenToPicks(() => undefined);
  listenToPicks((one) => picked.push(one));
  stopFirst();
  pickBar(bar);
  expect(picked).toEqual([bar]);
});

test('a jump shows the series of the bar, and ends once, when the chart is there', () => {
  jumpToBar(bar);
  const again = { ...bar };
  jumpToBar(again);
  endJump(bar);
  expect(selection.getState()).toEqual({ ...start, symbol: 'XAUUSD', timeframe: 'H1', bar, jump: again });
  endJump(again);
  expect(selection.getState()).toMatchObject({ bar, jump: null });
});
