import { lampSchema, type Lamp } from '#shared/contract/lamp.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { scriptedAccount, scriptedLimits } from '../fixtures/scripted-snapshot.ts';
import { expect, test } from '../fixtures/test.ts';

const lamp = (name: string, level: string, code: string, detail = ''): Lamp =>
  lampSchema.parse({ name, level, code, detail, changedAtUtcMs: scriptedNowUtcMs });

test('the adviser’s own limits are shown with what they count', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.show('Health');
  const limits = cockpit.panel('health').getByRole('region', { name: 'The adviser’s own limits' });
  for (const text of [
    'Trades today2 of 6',
    'Volume of an order1.5',
    'Positions at onceno limit',
    'Spread40 pt',
    'Daily loss2.00\u202f% · 497.52',
    'Day began with24,875.80',
    'Silence of the cockpit5 s',
  ])
    await expect(limits).toContainText(text);
  engine.publish([
    { kind: 'adviserLimitsChanged', adviserLimits: scriptedLimits({ tradesToday: 3, maxTradesPerDay: 0 }) },
  ]);
  await expect(limits).toContainText('Trades today3, no limit');
});

test('before a terminal has told its limits, none are shown', async ({ engine, openCockpit }) => {
  engine.show({ adviserLimits: null });
  const cockpit = await openCockpit();
  await cockpit.show('Health');
  await expect(cockpit.panel('health')).toContainText('Not known yet: a terminal tells them when it connects.');
});

test('a halt that the adviser keeps says where it came from and where it is lifted', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  await cockpit.show('Health');
  const health = cockpit.panel('health');
  await expect(health).not.toContainText('Halted');
  const halt = { app: true, chart: true, reason: 'pressed on the chart' };
  engine.publish([{ kind: 'adviserLimitsChanged', adviserLimits: scriptedLimits({ halt }) }]);
  await expect(health).toContainText('Halted at the terminal’s chart.');
  await expect(health).toContainText('press RESUME on the chart');
  await expect(health).toContainText('Reason: pressed on the chart');
  engine.publish([
    { kind: 'adviserLimitsChanged', adviserLimits: scriptedLimits({ halt: { ...halt, chart: false } }) },
  ]);
  await expect(health).toContainText('The adviser keeps the halt.');
});

test('a lamp that is not well says what it means and what to do', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.show('Health');
  const health = cockpit.panel('health');
  const cases = [
    [lamp('terminal', 'fault', 'noBroker'), 'no broker', 'has no connection to its broker'],
    [lamp('terminal', 'warning', 'versionSkew', '0.0.9'), 'other version', 'The adviser on the chart is 0.0.9, this'],
    [
      lamp('terminal', 'fault', 'disconnected', 'ADVISER_VERSION'),
      'disconnected',
      'of another version than the cockpit',
    ],
    [lamp('clock', 'warning', 'clockPending'), 'being checked', 'Entries wait until it is proved.'],
    [lamp('clock', 'fault', 'clockMismatch', 'Off by 3,600 s.'), 'other zone', 'Off by 3,600 s.'],
  ] as const;
  for (const [changed, word, advice] of cases) {
    engine.publish([{ kind: 'lampChanged', lamp: changed }]);
    await expect(health.locator('.lamp', { hasText: word })).toBeVisible();
    await expect(health.locator('.notice', { hasText: advice })).toBeVisible();
    await expect(cockpit.strip.lamp(word)).toBeVisible();
  }
});

test('where the terminal forbids trading, its switch is named', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.show('Health');
  const account = { ...scriptedAccount, isTradeAllowed: false, tradeBlockedBy: ['terminal' as const] };
  engine.publish([{ kind: 'accountChanged', account, day: null }]);
  await expect(cockpit.panel('health')).toContainText('Algo Trading is off in the terminal');
});
