import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { faultFromWire, faultToWire, wireFaultSchema } from './wire-fault.ts';

test('gives back a fault of a known code with its values', () => {
  const refused = fault('WORST_PRICE_PASSED', 'the ask is beyond the worst price', { ask: 2001.7, limit: 2001.5 });
  expect(faultFromWire(wireFaultSchema.parse(faultToWire(refused)), 'PIPE_FAILED')).toEqual(refused);
});

test('keeps a code that it does not know among the facts', () => {
  expect(faultFromWire({ code: 'FROM_TOMORROW', message: 'a reason' }, 'PIPE_FAILED')).toEqual(
    fault('PIPE_FAILED', 'a reason', { terminalCode: 'FROM_TOMORROW' }),
  );
});

test('cuts a message that no peer would take', () => {
  expect(wireFaultSchema.safeParse(faultToWire(fault('PIPE_FAILED', 'x'.repeat(2000)))).success).toBe(true);
});
