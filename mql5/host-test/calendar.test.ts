import { beforeAll, describe, expect, test } from 'vitest';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { build, buildPatienceMs, patience, Stage, suiteName, whyNot } from './market/stage.ts';
import type { CalendarScript } from './terminal/calendar.ts';
import type { FaultOrder } from './terminal/host-setup.ts';
import { eurusd } from './terminal/scripted-symbol.ts';

const day = 86_400;
const start = Date.UTC(2024, 0, 1) / 1000;

const calendar: CalendarScript = {
  countries: [
    { id: 840, name: 'United States', code: 'US', currency: 'USD' },
    { id: 999, name: 'European Union', code: 'EU', currency: 'EUR' },
    { id: 392, name: 'Japan', code: 'JP', currency: 'JPY' },
  ],
  events: [
    { id: 1, countryId: 840, importance: 3, name: 'Nonfarm Payrolls' },
    { id: 2, countryId: 999, importance: 2, name: 'Harmonised \u2013 CPI' },
    { id: 3, countryId: 392, importance: 0, name: 'Holiday' },
    { id: 4, countryId: 840, importance: 1, name: 'Speech' },
  ],
  values: [
    { id: 11, eventId: 1, second: start + 4 * day + 3600, actual: 216_000, previous: 173_000.5, forecast: 170_000 },
    { id: 12, eventId: 2, second: start + 5 * day, actual: -0.123456, revisedPrevious: 2.4 },
    { id: 13, eventId: 3, second: start + 6 * day },
    { id: 14, eventId: 4, second: start + 7 * day },
    { id: 15, eventId: 1, second: start + 60 * day },
  ],
};

const none = { actual: null, forecast: null, previous: null, revisedPrevious: null };

const request = (days: number, currencies: readonly string[]): AppRequest => ({
  kind: 'CALENDAR_REQUEST',
  body: { fromStampMs: serverMs(start * 1000), toStampMs: serverMs((start + days * day) * 1000), currencies },
});

const openStage = async (script = calendar, faults: readonly FaultOrder[] = []): Promise<Stage> => {
  const stage = await Stage.open({
    terminal: { symbols: [eurusd] },
    setup: { faults },
    prepare: (terminal) => {
      terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
      terminal.setCalendar(script);
    },
  });
  await stage.snapshots(1);
  return stage;
};

beforeAll(() => build('AtsBridge'), buildPatienceMs);

describe.skipIf(whyNot !== null)(suiteName('the economic calendar'), () => {
  test('is told event by event, with names, countries and figures as plain numbers', async () => {
    await using stage = await openStage();
    stage.cockpit.send(request(31, []));
    await expect.poll(() => stage.cockpit.listed('calendar').length, patience).toBe(1);
    const [told] = stage.cockpit.listed('calendar');
    expect([told?.fromStampMs, told?.toStampMs]).toEqual([start * 1000, (start + 31 * day) * 1000]);
    expect(told?.events).toEqual([
      {
        ...{ valueId: '11', eventId: '1', stampMs: (start + 4 * day + 3600) * 1000, currency: 'USD' },
        ...{ importance: 'high', name: 'Nonfarm Payrolls', ...none },
        ...{ actual: 216_000, previous: 173_000.5, forecast: 170_000 },
      },
      {
        ...{ valueId: '12', eventId: '2', stampMs: (start + 5 * day) * 1000, currency: 'EUR' },
        ...{ importance: 'moderate', name: 'Harmonised \u2013 CPI', ...none, actual: -0.123456, revisedPrevious: 2.4 },
      },
      {
        ...{ valueId: '13', eventId: '3', stampMs: (start + 6 * day) * 1000, currency: 'JPY' },
        ...{ importance: 'none', name: 'Holiday', ...none },
      },
      {
        ...{ valueId: '14', eventId: '4', stampMs: (start + 7 * day) * 1000, currency: 'USD' },
        ...{ importance: 'low', name: 'Speech', ...none },
      },
    ]);
  });

  test('is told of the currencies that were asked for', async () => {
    await using stage = await openStage();
    stage.cockpit.send(request(31, ['EUR', 'JPY']));
    await expect
      .poll(() => stage.cockpit.listed('calendar')[0]?.events.map((it) => it.valueId), patience)
      .toEqual(['12', '13']);
  });

  test('is an empty list where nothing is due', async () => {
    await using stage = await openStage();
    stage.cockpit.send(request(1, ['USD']));
    await expect.poll(() => stage.cockpit.listed('calendar').map((it) => it.events), patience).toEqual([[]]);
  });

  test('comes whole in many pages, one request after the other', async () => {
    const values = Array.from({ length: 2500 }, (_, index) => ({
      ...{ id: 100 + index, eventId: 1 + (index % 4), second: start + index * 1000, actual: index / 1000 },
    }));
    await using stage = await openStage({ ...calendar, values });
    stage.cockpit.send(request(31, []));
    stage.cockpit.send(request(31, ['JPY']));
    await expect.poll(() => stage.cockpit.listed('calendar').length, patience).toBe(2);
    const [all, japanese] = stage.cockpit.listed('calendar');
    expect(all?.events.map((it) => [it.valueId, it.actual])).toEqual(values.map((it) => [String(it.id), it.actual]));
    expect(japanese?.events.length).toBe(625);
  });

  test('is refused for a span that is too long, and where the terminal cannot read it', async () => {
    await using stage = await openStage(calendar, [{ fault: 'calendarError', times: 1, argument: 5401 }]);
    stage.cockpit.send(request(32, []));
    stage.cockpit.send(request(10, []));
    await expect
      .poll(() => stage.cockpit.reported('ERROR').map(({ body }) => [body.about, body.fault.code]), patience)
      .toEqual([
        ['CALENDAR_REQUEST', 'REQUEST_INVALID'],
        ['CALENDAR_REQUEST', 'HISTORY_UNAVAILABLE'],
      ]);
    stage.cockpit.send(request(10, []));
    await expect.poll(() => stage.cockpit.listed('calendar')[0]?.events.length, patience).toBe(4);
  });
});
