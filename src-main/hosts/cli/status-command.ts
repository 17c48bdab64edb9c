import Table from 'cli-table3';
import { Command } from 'commander';
import { terminalSource } from '#shared/market/bar-series.ts';
import { cockpitStatus, type CockpitStatus } from '#main/wiring/cockpit-status.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { activeText } from './governance-text.ts';
import { count, healthText, stampText } from './health-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

/** The exit code of a cockpit that would refuse an entry now. */
const exitUnsafe = 3;

export const statusCommand = (): Command =>
  new Command('status')
    .description('tell whether it is safe to trade; the exit code is 0 only then')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: OutputFlags & { readonly data?: string }) => {
      const status = await cockpitStatus(dataFolderPath(flags.data));
      if (!status.ok) {
        refuse(flags, status.error);
        return;
      }
      answer(flags, status.value, statusText(status.value));
      if (!status.value.isSafeToTrade) process.exitCode = exitUnsafe;
    });

function statusText(status: CockpitStatus): string {
  const table = new Table({ style: { head: [], border: [] } });
  const { account, tradingState } = status;
  table.push(
    { 'data folder': status.folder },
    { engine: status.isRunning ? `running, version ${status.programVersion}` : 'not running' },
    { account: account === null ? '–' : `${account.login} at ${account.server} (${account.tradeMode})` },
    { equity: status.equity === null ? '–' : status.equity.toFixed(2) },
    { 'market time': status.marketUtcMs === null ? '–' : new Date(status.marketUtcMs).toISOString() },
    { 'trading state': tradingState === null ? '–' : `${tradingState.state} (${tradingState.reason})` },
    { 'scenario that may enter': status.governance === null ? '–' : activeText(status.governance) },
    { 'positions, tickets': `${status.positions}, ${status.openApprovals}` },
    ...(status.isRunning ? [{ history: historyText(status.sync) }] : []),
    ...status.lamps.map((lamp) => ({ [`lamp ${lamp.name}`]: `${lamp.level}: ${lamp.code} ${lamp.detail}`.trim() })),
  );
  const imported = status.series.filter(({ series }) => series.source !== terminalSource);
  const verdict = status.isSafeToTrade ? 'Safe to trade.' : `Not safe to trade: ${status.reasons.join('; ')}.`;
  return [
    verdict,
    table.toString(),
    healthText(status.sync),
    ...imported.map(
      ({ series, count: bars, firstUtcMs, lastUtcMs }) =>
        `${series.symbol} ${series.timeframe} from files, kept as "${series.source}": ${count(bars)} bars, ${stampText(firstUtcMs)} to ${stampText(lastUtcMs)} UTC`,
    ),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function historyText({ isHistoryConnected, circuit }: CockpitStatus['sync']): string {
  if (!isHistoryConnected) return 'service not connected: what is live is stored, the past is not fetched';
  return circuit === 'closed' ? 'service connected' : 'service connected, left alone for a while after it failed';
}
