import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { economicCalendar } from './economic-calendar.ts';

const header = 'time_utc_ms,date,currency,event,impact,check';
const row = (date: string, name: string, check = 'unchecked', at = '13:30'): string =>
  `${Date.parse(`${date}T${at}:00Z`)},${date},USD,${name},high,${check}`;

const parse = (...rows: readonly string[]) =>
  economicCalendar.yields === 'calendar'
    ? economicCalendar.parse([header, ...rows, ''].join('\n'), brokerClock('utc'))
    : null;

function parsed(...rows: readonly string[]) {
  const result = parse(...rows);
  if (result?.ok !== true) throw new Error(result?.error.message ?? 'no calendar');
  return result.value;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

test('releases are known from the day of the first to the end of the last one’s', () => {
  const { spans, rows, refused, warnings } = parsed(
    row('2024-01-05', 'Nonfarm Payrolls'),
    row('2024-03-12', 'CPI', 'unchecked', '12:30'),
  );
  expect(spans.map(({ fromUtcMs, toUtcMs }) => [day(fromUtcMs), day(toUtcMs)])).toEqual([['2024-01-05', '2024-03-13']]);
  expect(spans[0]?.events).toEqual([
    {
      valueId: 'usd-nonfarm-payrolls-20240105',
      eventId: 'usd-nonfarm-payrolls',
      releaseUtcMs: Date.UTC(2024, 0, 5, 13, 30),
      currency: 'USD',
      importance: 'high',
      name: 'Nonfarm Payrolls',
      actual: null,
      forecast: null,
      previous: null,
      revisedPrevious: null,
    },
    expect.objectContaining({ valueId: 'usd-cpi-20240312' }),
  ]);
  expect([rows, refused.count, warnings.map(({ code }) => code)]).toEqual([2, 0, ['CALENDAR_PARTIAL']]);
});

test('a month with a suspect release is not covered, and none of its rows is taken', () => {
  const { spans, refused, warnings } = parsed(
    row('2024-01-05', 'Nonfarm Payrolls'),
    row('2024-02-02', 'Nonfarm Payrolls'),
    row('2024-02-13', 'CPI', 'suspect'),
    row('2024-03-08', 'Nonfarm Payrolls'),
  );
  expect(spans.map(({ fromUtcMs, toUtcMs, events }) => [day(fromUtcMs), day(toUtcMs), events.length])).toEqual([
    ['2024-01-05', '2024-02-01', 1],
    ['2024-03-01', '2024-03-09', 1],
  ]);
  expect(refused).toMatchObject({ count: 2, byReason: { suspect: 2 } });
  expect(warnings).toMatchObject([
    { code: 'CALENDAR_SUSPECT', message: expect.stringContaining('2024-02') as string },
    {},
  ]);
});

test('rows that are no release of their day are refused', () => {
  const { refused } = parsed(
    row('2024-01-05', 'CPI'),
    row('2024-01-05', 'CPI'),
    row('2024-01-05', 'CPI').replace('2024-01-05', '2024-06-05'),
    row('2024-01-06', 'CPI').replace('high', 'huge'),
    'a,b,c,d,e,f',
    '1,2024-01-05,USD,CPI,high',
  );
  expect(refused.byReason).toEqual({ stampRepeated: 1, stampInvalid: 1, rowMalformed: 3 });
});

test('names too long for an id are cut, and stay apart by their day', () => {
  const name = 'The Federal Reserve’s Long Name of a Release';
  const { spans } = parsed(row('2024-01-05', name), row('2024-01-12', name));
  expect(spans[0]?.events.map(({ valueId }) => valueId)).toEqual([
    'usd-the-federal-reserve-20240105',
    'usd-the-federal-reserve-20240112',
  ]);
});

test('a calendar without a sound release is refused', () => {
  expect(parse(row('2024-01-05', 'CPI', 'suspect'))).toMatchObject({ ok: false, error: { code: 'ROWS_INVALID' } });
  expect(parse()).toMatchObject({ ok: false, error: { code: 'ROWS_INVALID' } });
});
