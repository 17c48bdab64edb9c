import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isBrokerStamp, type BrokerClock } from '#shared/time/broker-clock.ts';
import { newYorkWeekMs } from '#shared/time/market-week.ts';
import { accountReportSchema, type AccountReport } from '#shared/trading/account-report.ts';
import type { ParsedReport, WholeFormat } from '../file-format.ts';
import type { ImportWarning } from '../import-warning.ts';
import { refusalLedger } from '../refusals.ts';
import { brokenBalances } from './broken-balances.ts';
import { htmlRows, type HtmlCell } from './html-rows.ts';
import { marginModeOf } from './margin-mode-of.ts';
import { amountOf, stampOf } from './report-fields.ts';
import { reportRows, type ReportRows } from './report-rows.ts';

const hourMs = 3_600_000;
const weekEnd = { fromMs: (5 * 24 + 17) * hourMs, toMs: 17 * hourMs };
const title = /<title>[^<]*Trade History Report<\/title>/;

/**
 * What the terminal writes under Toolbox → History → Report → HTML: UTF-16, English titles, stamps on the server's clock. Taken as it stands,
 * row by row; older terminals (hedging and netting alike) do not say which of the two the account was, and have no closed positions.
 */
export const mt5Report: WholeFormat = {
  yields: 'report',
  name: 'MT5 trade history report',
  example: '<title>12345: Name - Trade History Report</title>',
  matches: (head) => head.some((line) => title.test(line)),
  parse,
};

function parse(text: string, clock: BrokerClock): Result<ParsedReport, Fault> {
  const rows = htmlRows(text);
  const said = statements(rows);
  const toUtcMs = (stamp: string): number => {
    const stampMs = stampOf(stamp);
    return isBrokerStamp(stampMs) ? clock.toUtc(stampMs) : Number.NaN;
  };
  const refusals = refusalLedger();
  const taken = reportRows(rows, { toUtcMs, refuse: refusals.add });
  const account = accountOf(said, taken);
  const report = accountReportSchema.safeParse({
    ...taken,
    account,
    writtenAtUtcMs: toUtcMs(said.get('Date') ?? ''),
    balance: amountOrNull(said.get('Balance')),
    equity: amountOrNull(said.get('Equity')),
  });
  if (account === null || !report.success) return err(damaged());
  const refused = refusals.summary();
  return ok({
    report: report.data,
    rows: Object.values(taken).reduce((sum, some) => sum + some.length, 0) + refused.count,
    refused,
    warnings: [...clockWarnings(report.data, clock), ...balanceWarnings(report.data)],
  });
}

/** 'Balance:' and the cell after it; of two with one label the first. */
function statements(rows: readonly (readonly HtmlCell[])[]): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const row of rows)
    for (const [index, { text }] of row.entries()) {
      const label = text.slice(0, -1);
      const value = row[index + 1]?.text ?? '';
      if (text.endsWith(':') && !said.has(label)) said.set(label, value);
    }
  return said;
}

/** '3873474 (USD, 1:100, Server-Demo, demo)', or without leverage and with 'Hedge' at the end. */
const accountLine = /^(\d{1,20}) \(([^()]*)\)$/;

function accountOf(said: ReadonlyMap<string, string>, taken: ReportRows): AccountReport['account'] | null {
  const [, login, facts] = accountLine.exec(said.get('Account') ?? '') ?? [];
  if (login === undefined || facts === undefined) return null;
  const words = facts.split(',').map((word) => word.trim());
  const leverage = words.find((word) => /^1:\d{1,5}$/.test(word));
  const tradeMode = (['demo', 'real', 'contest'] as const).find((mode) => words.includes(mode));
  const stated = words.find((word) => /^(?:hedge|netting)$/i.test(word))?.toLowerCase();
  const [currency = '', ...others] = words;
  const known = new Set([leverage, tradeMode]);
  return {
    login,
    name: said.get('Name') ?? '',
    company: said.get('Broker') ?? said.get('Company') ?? '',
    server: others.find((word) => !known.has(word) && word.toLowerCase() !== stated) ?? '',
    currency,
    leverage: leverage === undefined ? null : Number(leverage.slice(2)),
    tradeMode: tradeMode ?? null,
    marginMode: stated === undefined ? marginModeOf(taken) : stated === 'hedge' ? 'hedging' : 'netting',
  };
}

const amountOrNull = (text: string | undefined): number | null => (text === undefined ? null : amountOf(text));

/** A history has no weekly open to check a clock by; but markets of currencies do not deal on Saturdays. */
function clockWarnings({ deals }: AccountReport, clock: BrokerClock): readonly ImportWarning[] {
  const onWeekEnd = deals.filter(({ occurredAtUtcMs }) => {
    const at = newYorkWeekMs(occurredAtUtcMs);
    return at > weekEnd.fromMs || at < weekEnd.toMs;
  }).length;
  if (onWeekEnd > 0)
    return [
      {
        code: 'CLOCK_DOUBTFUL',
        message: `By the clock ${clock.rule} ${onWeekEnd} of ${deals.length} deals were made while currency markets are closed, between Friday and Sunday 17:00 New York time.`,
      },
    ];
  return [
    {
      code: 'CLOCK_UNCHECKED',
      message: `The clock ${clock.rule} could not be checked: a trade history has no weekly open.`,
    },
  ];
}

function balanceWarnings(report: AccountReport): readonly ImportWarning[] {
  const broken = brokenBalances(report);
  const [first] = broken;
  if (first === undefined) return [];
  const message = `Deals whose balance does not follow from the one before: ${broken.length}, the first ${first.dealTicket} (${first.balance} where ${first.expected.toFixed(2)} was expected). The report was changed or cut.`;
  return [{ code: 'REPORT_INCONSISTENT', message }];
}

const damaged = (): Fault =>
  fault(
    'FILE_DAMAGED',
    'The report does not name its account and its date as MT5 does. Nothing was imported. Save it again.',
  );
