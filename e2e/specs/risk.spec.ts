import { dayViewSchema } from '#shared/contract/cockpit-snapshot.ts';
import { fault } from '#shared/base/fault.ts';
import { scriptedGovernance, scriptedPosition, scriptedRisk } from '../fixtures/scripted-snapshot.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { expect, test } from '../fixtures/test.ts';

const dayMs = 86_400_000;

const close = (daysAgo: number, depositUsd: number) => ({
  midnightUtcMs: scriptedNowUtcMs - daysAgo * dayMs,
  depositUsd,
});

test('the strip tells the scenario, by whose word, and how far the deposit is from the other one', async ({
  engine,
  openCockpit,
}) => {
  const { strip } = await openCockpit();
  await expect(strip.figure('Scenario')).toHaveText('BA below 3,000.00 USD0/5');
  const governance = scriptedGovernance({
    closes: [close(3, 2_900), close(2, 2_850.5), close(1, 2_700)],
    override: { kind: 'held', reason: 'on holiday', actor: 'window', sinceUtcMs: scriptedNowUtcMs },
  });
  engine.publish([{ kind: 'governanceChanged', governance }]);
  await expect(strip.figure('Scenario')).toHaveText('BheldA below 3,000.00 USD3/5');
});

test('the panel tells limits with their bars, the day with its deposits apart, and what entries were denied for', async ({
  engine,
  openCockpit,
}) => {
  engine.show({
    day: dayViewSchema.parse({ baseline: 24_875.8, source: 'rebuilt', cash: 1_000, profit: 180.45, lossLimit: 500 }),
    risk: scriptedRisk({
      limits: [
        { code: 'DAILY_LOSS_LIMIT', unit: 'money', value: 600, limit: 750, isReached: false },
        { code: 'TRADES_PER_DAY', unit: 'count', value: 10, limit: 10, isReached: true },
        { code: 'LOSSES_IN_A_ROW', unit: 'count', value: null, limit: 4, isReached: false },
      ],
    }),
  });
  const cockpit = await openCockpit();
  await cockpit.show('Risk');
  const { panel } = cockpit.risk;
  await expect(cockpit.risk.limit('DAILY_LOSS_LIMIT')).toHaveText('Loss of the day600.00 of 750.00');
  await expect(cockpit.risk.limit('DAILY_LOSS_LIMIT').getByRole('meter')).toHaveAttribute('aria-valuenow', '80');
  await expect(cockpit.risk.limit('TRADES_PER_DAY')).toContainText('no entries');
  await expect(cockpit.risk.limit('LOSSES_IN_A_ROW')).toContainText('no data');
  await expect(cockpit.risk.section('Day')).toContainText('Deposits, withdrawals+1,000.00');
  await expect(cockpit.risk.section('Denied entries')).toContainText('3 of 12 denied · 25 % · 5 in the shadow');
  await expect(cockpit.risk.section('Denied entries')).toContainText('The volume would be below the smallest lot.2');
  await expect(cockpit.risk.section('Smallest equity that can trade')).toContainText('Scenario A · EURUSD M15310.40');
  await expect(cockpit.risk.section('Trading state so far')).toContainText('You, by a file: maintenance at the broker');
  await expect(panel).toContainText('Every position bears its stop');
});

test('holding, forcing and releasing ask for a reason, and tell the engine that reason', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  await cockpit.show('Risk');
  const { risk } = cockpit;
  await expect(risk.button('Hold B')).toBeDisabled();
  await risk.reason.fill('on holiday');
  await risk.button('Hold B').click();
  await expect.poll(() => engine.received.at(-1)).toEqual({ name: 'holdScenario', input: { reason: 'on holiday' } });
  const override = { kind: 'held', reason: 'on holiday', actor: 'window', sinceUtcMs: scriptedNowUtcMs };
  engine.publish([{ kind: 'governanceChanged', governance: scriptedGovernance({ override }) }]);
  await expect(risk.section('Which scenario may enter')).toContainText('You, in the window: on holiday');
  await risk.reason.fill('small steps');
  await risk.button('Force A').click();
  const forced = { name: 'forceScenario', input: { scenario: 'A', reason: 'small steps' } };
  await expect.poll(() => engine.received.at(-1)).toEqual(forced);
  engine.refuse(fault('REQUEST_INVALID', 'No scenario is held or forced. Nothing was changed.'));
  await risk.reason.fill('back again');
  await risk.button('Release').click();
  await expect(cockpit.strip.newestMessage).toContainText('Nothing was changed.');
});

test('a missing stop and a fill that risks too much stand in red, and the reduction is one click', async ({
  engine,
  openCockpit,
}) => {
  engine.show({ positions: [scriptedPosition(), scriptedPosition({ positionId: '700105', stop: null })] });
  const cockpit = await openCockpit();
  await cockpit.show('Risk 1');
  const { risk } = cockpit;
  await expect(risk.alert).toContainText('Position 700105 in XAUUSD has no stop');
  const over = { positionId: '700104', symbol: 'XAUUSD', side: 'buy', approvedMoney: 400, riskMoney: 640 };
  engine.publish([
    { kind: 'positionsChanged', positions: [scriptedPosition()] },
    { kind: 'riskChanged', risk: scriptedRisk({ overRisks: [{ ...over, reduceBy: 0.12 }] }) },
  ]);
  await expect(risk.alert).toContainText('XAUUSD risks 640.00 instead of 400.00');
  await risk.button('Close 0.12 lots').click();
  await expect.poll(() => engine.received.at(-1)).toEqual({ name: 'takeReduction', input: { positionId: '700104' } });
  const watch = { positionId: '700104', symbol: 'XAUUSD', stop: 4192.4, hasFailed: true };
  engine.publish([{ kind: 'riskChanged', risk: scriptedRisk({ stopWatches: [watch] }) }]);
  await expect(risk.alert).toContainText('The stop 4192.40 of XAUUSD could not be set');
});
