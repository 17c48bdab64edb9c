import { expect, test } from 'vitest';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { ticketChange, type TypedChange } from './ticket-change.ts';

// The sample ticket buys 0.1 lots of gold, stop 1990, worst price 2001.5, no target; a lot is 100 ounces, commission 3.50 a side.
const { parameters } = sampleApprovalTicket();
const asItIs: TypedChange = { stop: '1990.00', target: '', volume: '0.10' };
const changed = (typed: Partial<TypedChange>) =>
  ticketChange({ ...asItIs, ...typed }, { parameters, instrument: sampleGold });

test('only what is wanted otherwise is named', () => {
  expect(changed({ stop: '1985' })).toMatchObject({ kind: 'wished', wished: { stop: 1985 } });
  expect(changed({ volume: '0,05' })).toMatchObject({ wished: { volume: 0.05 } });
  expect(changed({ target: '2020' })).toMatchObject({ wished: { target: 2020 } });
  expect(Object.keys((changed({ stop: '1985' }) as { wished: object }).wished)).toEqual(['stop']);
});

test('about what it would risk is said with it: the loss at the stop from the worst price, with commission', () => {
  expect(changed({ volume: '0.05' })).toMatchObject({ riskMoney: expect.closeTo(57.85) as number });
  expect(changed({ stop: '1991.5', volume: '0.2' })).toMatchObject({ riskMoney: expect.closeTo(201.4) as number });
});

test('what cannot be asked for says why', () => {
  for (const [typed, issue] of [
    [{}, 'unchanged'],
    [{ stop: '1990.001' }, 'unchanged'],
    [{ stop: '' }, 'stopUnreadable'],
    [{ stop: 'low' }, 'stopUnreadable'],
    [{ stop: '2001.5' }, 'stopWrongSide'],
    [{ target: 'far' }, 'targetUnreadable'],
    [{ target: '2001' }, 'targetWrongSide'],
    [{ volume: '' }, 'volumeUnreadable'],
    [{ volume: '0' }, 'volumeUnreadable'],
    [{ volume: '0.001' }, 'volumeBelowMin'],
    [{ volume: '0.105' }, 'volumeOffStep'],
  ] as const) {
    expect(changed(typed), JSON.stringify(typed)).toEqual({ kind: 'unusable', issue });
  }
});
