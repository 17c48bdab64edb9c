import type { RunRecord } from '#shared/contract/backtest.ts';
import type { RunReport } from '#shared/contract/run-report.ts';
import { timeChartSvg } from './report/chart-svg.ts';
import { htmlText } from './report/html-text.ts';
import { countText, shareText } from './report/numbers.ts';
import { reportStyle } from './report/report-style.ts';
import { sectionHtml } from './report/section-html.ts';
import { reportSections } from './report/sections.ts';
import { titleLines } from './report/title.ts';

/** A run as one page of HTML that needs nothing beside itself: no script, no font, no network. It says what the text says, and draws equity and drawdown. */
export function reportHtml(record: RunRecord): string {
  const [title, ...lines] = titleLines(record).map(htmlText);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title ?? ''}</title><style>${reportStyle}</style></head><body><main>`,
    `<header><h1>${title ?? ''}</h1>${lines.map((line) => `<p>${line}</p>`).join('')}</header>`,
    equityChart(record),
    drawdownChart(record.report),
    ...reportSections(record).map(sectionHtml),
    '</main></body></html>',
    '',
  ].join('\n');
}

const equityChart = ({ curve: { timeUtcMs, equity, balance } }: RunRecord): string =>
  timeChartSvg({
    title: 'Equity',
    heightPx: 300,
    lines: [
      { name: 'balance', kind: 'second', x: timeUtcMs, y: balance },
      { name: 'equity', kind: 'main', x: timeUtcMs, y: equity },
    ],
    yText: countText,
    yBase: null,
  });

/** By closes of broker days, time-weighted, so that cash that came or went draws no fall. */
function drawdownChart({ daily }: RunReport): string {
  let index = 1;
  let peak = 1;
  const falls = daily.map(({ ratio }) => {
    index *= 1 + ratio;
    peak = Math.max(peak, index);
    return index / peak - 1;
  });
  return timeChartSvg({
    title: 'Drawdown by days',
    heightPx: 160,
    lines: [{ name: 'drawdown', kind: 'fall', x: daily.map(({ day }) => Date.parse(day)), y: falls }],
    yText: shareText,
    yBase: 0,
  });
}
