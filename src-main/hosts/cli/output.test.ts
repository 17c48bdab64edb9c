import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { answer, refuse } from './output.ts';

let written: string[];

beforeEach(() => {
  written = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const orders = 'buy\u001b]0;title\u0007\u009b2J\u202enow\r';

test('words that would give the terminal an order are printed as words', () => {
  answer({}, {}, `Äußerung\tнаблюдение\n${orders}`);
  refuse({}, fault('FILE_UNREADABLE', orders));
  const shown = 'buy\ufffd]0;title\ufffd\ufffd2J\ufffdnow\ufffd';
  expect(written).toEqual([`Äußerung\tнаблюдение\n${shown}\n`, `FILE_UNREADABLE: ${shown}\n`]);
});

test('for programs they stay what they are, spelt out by JSON', () => {
  answer({ json: true }, { orders }, '');
  expect(JSON.parse(written.join(''))).toEqual({ orders });
});
