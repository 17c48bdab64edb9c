import { expect, test } from 'vitest';
import { sampleRunRecord, sampleRunReport } from '#main/testkit/sample-run-record.ts';
import { reportHtml } from './report-html.ts';
import { reportText } from './report-text.ts';

const tags = /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/gi;
const withoutEnd = ['meta', '!doctype'];

test('every element that is opened is closed, in its order', () => {
  const open: string[] = [];
  for (const [, slash, name = '', selfClosing] of reportHtml(sampleRunRecord()).matchAll(tags)) {
    if (selfClosing === '/' || withoutEnd.includes(name)) continue;
    if (slash === '') open.push(name);
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
});

test('says what the text says', () => {
  const record = sampleRunRecord();
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\d.,]+/gu) ?? [];
  const said = new Set(
    words(
      reportHtml(record)
        .replaceAll(/<style>.*?<\/style>/gs, '')
        .replaceAll(/<[^>]*>/g, ' '),
    ),
  );
  expect(words(reportText(record)).filter((word) => !said.has(word))).toEqual([]);
});

test('shows what came from outside as text and asks nobody for anything', () => {
  const record = sampleRunRecord({
    notes: [{ code: 'NOTE', symbol: '<script>alert(1)</script>', message: 'a & b "c"' }],
  });
  const html = reportHtml(record);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;: a &amp; b &quot;c&quot; [NOTE]');
  expect(html).not.toMatch(/<script|https?:|src=|url\(/);
});

test('draws the curve and the falls of days, thinned to what a picture can show', () => {
  const times = Array.from({ length: 50_000 }, (_, index) => index * 3_600_000);
  // One point stands out, and may not get lost.
  const equity = times.map((_, index) => (index === 31_234 ? 20_000 : 10_000 + (index % 7)));
  const curve = { timeUtcMs: times, equity, balance: equity };
  const daily = [0.1, -0.5, 0.2].map((ratio, index) => ({ day: `2024-01-0${index + 1}`, ratio }));
  const html = reportHtml(sampleRunRecord({ curve, report: sampleRunReport({ daily }) }));
  const path = /<path class="main" d="([^"]*)"/.exec(html)?.[1] ?? '';
  const heights = path
    .slice(1)
    .split('L')
    .map((point) => Number(point.split(' ')[1]));
  expect(heights.length).toBeLessThan(2_000);
  // The highest value stands at the upper edge of the plot.
  expect(Math.min(...heights)).toBe(8);
  expect(html).toMatch(/<path class="fall"/);
  expect(html).toContain('-40.0 %');
});

test('a run without a point draws nothing', () => {
  const curve = { timeUtcMs: [], equity: [], balance: [] };
  expect(reportHtml(sampleRunRecord({ curve, report: sampleRunReport({ daily: [] }) }))).not.toContain('<svg');
});
