import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { fault } from '#shared/base/fault.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ScriptedCockpit } from '../fixtures/scripted-cockpit.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { scriptedDeadLetter, scriptedRebuildReport, unknownOrder } from '../fixtures/scripted-memory.ts';
import { scriptedProjection } from '../fixtures/scripted-sync.ts';
import { expect, test } from '../fixtures/test.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';

const hourMs = 3_600_000;
/** So soon after a click another one is the second half of a double click to the chart. */
const doubleClickMs = 600;
const newestOpenUtcMs = Date.UTC(2025, 11, 10, 13);

interface Shown {
  readonly cockpit: CockpitPage;
  readonly memory: Locator;
  readonly neighbours: Locator;
}

async function shownMemory(openCockpit: () => Promise<CockpitPage>): Promise<Shown> {
  const cockpit = await openCockpit();
  await cockpit.show('Memory');
  const memory = cockpit.panel('memory');
  return { cockpit, memory, neighbours: memory.getByRole('region', { name: 'Similar situations' }) };
}

const rowsOf = (neighbours: Locator): Locator => neighbours.locator('tbody tr');

const statesAsked = ({ received }: ScriptedCockpit): readonly unknown[] =>
  received.filter(({ name }) => name === 'memory.similarStates').map(({ input }) => input);

const chromaIsAway = scriptedProjection({
  wanted: 'chroma',
  depth: 1204,
  lagMs: 40_000,
  attempts: 3,
  nextAttemptInMs: 90_000,
  fault: fault('VECTORS_UNREACHABLE', 'No answer of http://127.0.0.1:8000.'),
});

test('the newest bar of the chart is asked about when the panel is first looked at, not before', async ({
  engine,
  openCockpit,
}) => {
  const euroHours = { kind: 'bars', symbol: 'EURUSD', timeframe: 'H1' } as const;
  engine.sync.change(euroHours, { lastUtcMs: utcMs(newestOpenUtcMs) });
  const cockpit = await openCockpit();
  await expect(cockpit.panel('chart').locator('.chart-legend')).toContainText('EURUSD');
  expect(statesAsked(engine)).toEqual([]);
  await cockpit.show('Memory');
  const memory = cockpit.panel('memory');
  await expect(memory.locator('.situations-asked')).toContainText('EURUSD H1, bar of 2025-12-10 13:00 UTC');
  await expect(memory.locator('.situations-asked')).toContainText('trend up');
  await expect(memory.locator('.situations-asked')).toContainText('answered by: exact scan');
  await expect(memory).not.toContainText('A newer bar has closed.');
  engine.sync.change(euroHours, { lastUtcMs: utcMs(newestOpenUtcMs + hourMs) });
  await expect(memory).toContainText('A newer bar has closed.');
  expect(statesAsked(engine)).toMatchObject([
    {
      state: { kind: 'moment', symbol: 'EURUSD', timeframe: 'H1', atUtcMs: scriptedNowUtcMs },
      asOfUtcMs: null,
      k: 10,
      symbols: null,
    },
  ]);
});

test('each neighbour says what followed, by sign, arrow and picture, and all of them together', async ({
  engine,
  openCockpit,
}) => {
  const { cockpit, memory, neighbours } = await shownMemory(openCockpit);
  await expect(rowsOf(neighbours)).toHaveCount(10);
  const answer = engine.memory.similarStates({
    state: { kind: 'moment', symbol: 'EURUSD', timeframe: 'H1', atUtcMs: scriptedNowUtcMs },
    asOfUtcMs: null,
    k: 10,
    symbols: null,
    fromUtcMs: null,
    barsApart: 24,
  });
  const nearest = answer.neighbours[0];
  const moved = nearest?.followed[1]?.moved?.closeAtr ?? 0;
  const first = rowsOf(neighbours).first();
  await expect(cockpit.cell(first, 'symbol')).toHaveText(nearest?.moment.symbol ?? '');
  await expect(cockpit.cell(first, 'distance')).toHaveText('0.200');
  const written = `${moved > 0 ? '▲+' : '▼−'}${Math.abs(moved).toFixed(2)}`;
  await expect(cockpit.cell(first, 'after-4')).toHaveText(written);
  await expect(cockpit.cell(first, 'picture').locator('polyline')).toHaveCount(1);
  const { known, higherRatio } = answer.summary[1] ?? { known: 0, higherRatio: 0 };
  const summary = memory.getByRole('region', { name: 'What followed, all of them' });
  await expect(summary).toContainText(`${Math.round((higherRatio ?? 0) * known)} of ${known}`);
  await expect(summary.getByRole('img')).toHaveAccessibleName(/Closes after each of 10 similar bars/);
});

test('a bar that is clicked in the chart is asked about, as of its own close if so wished', async ({
  engine,
  openCockpit,
}) => {
  const { cockpit, memory } = await shownMemory(openCockpit);
  const canvas = cockpit.panel('chart').getByRole('img', { name: 'Candles of EURUSD H1' });
  await canvas.click({ position: { x: 500, y: 200 } });
  await memory.getByRole('button', { name: 'Pick on the chart' }).click();
  await expect(cockpit.panel('chart')).toContainText('Click a bar');
  await cockpit.page.waitForTimeout(doubleClickMs);
  await canvas.click({ position: { x: 500, y: 200 } });
  await expect.poll(() => statesAsked(engine).length).toBe(2);
  await memory.getByRole('radio', { name: 'Known then' }).check();
  await expect.poll(() => statesAsked(engine).length).toBe(3);
  const [, picked, then] = statesAsked(engine) as { state: { atUtcMs: number }; asOfUtcMs: number | null }[];
  expect(picked?.state.atUtcMs).toBeLessThan(newestOpenUtcMs);
  expect((picked?.state.atUtcMs ?? 1) % hourMs).toBe(0);
  expect(then).toMatchObject({ state: picked?.state ?? {}, asOfUtcMs: picked?.state.atUtcMs });
  const opened = new Date((picked?.state.atUtcMs ?? 0) - hourMs).toISOString().slice(0, 16).replace('T', ' ');
  await expect(memory.getByRole('textbox', { name: 'Bar' })).toHaveValue(opened);
  await expect(memory.locator('.situations-asked')).toContainText(`bar of ${opened}`);
  await memory.getByRole('button', { name: 'Pick on the chart' }).click();
  await canvas.click({ position: { x: 300, y: 200 } });
  await memory.getByRole('button', { name: 'As in the chart' }).click();
  await expect(memory.getByRole('textbox', { name: 'Bar' })).toHaveValue('');
});

test('a bar is asked about by its time, and what is no time is said to be none', async ({ engine, openCockpit }) => {
  const { memory } = await shownMemory(openCockpit);
  const time = memory.getByRole('textbox', { name: 'Bar' });
  await time.fill('10.12.2025');
  await time.press('Enter');
  await expect(memory.getByRole('alert')).toContainText('Write the time as 2020-03-16 13:00');
  await time.fill('2025-12-08 09:00');
  await time.press('Enter');
  await expect(memory.locator('.situations-asked')).toContainText('bar of 2025-12-08 09:00 UTC');
  await expect(memory.getByRole('alert')).toHaveCount(0);
  expect(statesAsked(engine).at(-1)).toMatchObject({ state: { atUtcMs: Date.UTC(2025, 11, 8, 10) } });
  await memory.getByRole('radio', { name: 'This symbol' }).check();
  await memory.getByRole('combobox', { name: 'How many' }).selectOption('5');
  await expect.poll(() => statesAsked(engine).at(-1)).toMatchObject({ symbols: ['EURUSD'], k: 5 });
});

test('a neighbour leads the chart to its bar, however long ago it was', async ({ engine, openCockpit }) => {
  const { cockpit, memory, neighbours } = await shownMemory(openCockpit);
  await memory.getByRole('combobox', { name: 'Timeframe' }).selectOption('M15');
  const ofGold = neighbours.locator('tbody tr', { hasText: 'XAUUSD' }).first();
  await ofGold.getByRole('button', { name: /Show XAUUSD at .* in the chart/ }).click();
  await expect(cockpit.panel('chart').locator('.chart-legend')).toContainText('XAUUSDM15');
  await expect(ofGold).toHaveAttribute('data-tone', 'selected');
  // Of the newest page the bar lies far to the left: the newest is out of sight once the chart is there.
  await expect(cockpit.panel('chart').getByRole('button', { name: 'To the newest' })).toBeVisible();
  expect(engine.received.filter(({ name }) => name === 'bars.page').at(-1)).toMatchObject({
    input: { symbol: 'XAUUSD', timeframe: 'M15' },
  });
  await expect(memory.locator('.situations-asked')).toContainText('EURUSD M15');
});

test('the rung below answers in full, and is marked; the lamp and the panel of stores say why', async ({
  engine,
  openCockpit,
}) => {
  engine.sync.show({
    projections: [chromaIsAway, scriptedProjection({ name: 'graph', adapter: 'embedded', wanted: 'bolt' })],
  });
  engine.show({
    lamps: engine.snapshot.lamps.map((lamp) =>
      lamp.name === 'memory' ? { ...lamp, level: 'warning', code: 'rungDown', detail: 'exact' } : lamp,
    ),
  });
  const { cockpit, memory, neighbours } = await shownMemory(openCockpit);
  await expect(rowsOf(neighbours)).toHaveCount(10);
  await expect(memory.locator('.situations-asked')).toContainText('exact scan in place of Chroma');
  await expect(cockpit.strip.lamp('Memory')).toContainText('one rung down');
  await memory.getByRole('radio', { name: 'Chains' }).check();
  await memory.getByRole('button', { name: 'Show the chain of trade:700104#1' }).click();
  await expect(memory.locator('.chains-title')).toContainText('embedded graph in place of graph server');
  await cockpit.show('Sync');
  const sync = cockpit.panel('sync');
  await expect(sync.locator('.notice', { hasText: 'Chroma' })).toContainText('answered by the exact scan meanwhile');
  const vectors = cockpit.row(sync, 'vectors');
  await expect(cockpit.cell(vectors, 'state')).toHaveText('one rung down');
  await expect(cockpit.cell(vectors, 'adapter')).toHaveText('exact scan');
  await expect(cockpit.cell(vectors, 'wanted')).toHaveText('Chroma');
  await expect(cockpit.cell(vectors, 'depth')).toHaveText('1,204');
  await expect(cockpit.cell(vectors, 'attempt')).toHaveText(/^in 1:2\d$/);
  await expect(cockpit.cell(cockpit.row(sync, 'graph'), 'state')).toHaveText('catching up');
  await cockpit.show('Health');
  await expect(cockpit.panel('health')).toContainText('answered by: exact scan');
});

test('the newest question wins, and the one before is given up', async ({ engine, openCockpit }) => {
  const { memory, neighbours } = await shownMemory(openCockpit);
  await expect(rowsOf(neighbours)).toHaveCount(10);
  const release = engine.holdAnswers();
  await memory.getByRole('combobox', { name: 'Timeframe' }).selectOption('M15');
  await expect.poll(() => statesAsked(engine).length).toBe(2);
  await expect(memory.getByRole('button', { name: 'Ask again' })).toHaveAttribute('aria-busy', 'true');
  await memory.getByRole('combobox', { name: 'Timeframe' }).selectOption('M30');
  await expect.poll(() => engine.memory.cancelled).toBe(1);
  await expect(memory.locator('.situations-asked')).toContainText('EURUSD H1');
  release();
  await expect(memory.locator('.situations-asked')).toContainText('EURUSD M30');
  await expect(memory.getByRole('button', { name: 'Ask again' })).toHaveAttribute('aria-busy', 'false');
});

test('where no state is known, it says so, how far deriving is and what to do', async ({ engine, openCockpit }) => {
  engine.sync.show({ projections: [scriptedProjection({ depth: 321 })] });
  engine.refuse(fault('STATE_UNKNOWN', 'No state of EURUSD H1 is stored.'));
  const { memory } = await shownMemory(openCockpit);
  await expect(memory).toContainText('No state of the market is stored for that bar.');
  await expect(memory).toContainText('import or synchronize more of the past');
  await expect(memory).toContainText('Still to be derived or told to the search: 321.');
  engine.refuse(null);
  engine.sync.show({ projections: [scriptedProjection({ depth: 0 })] });
  await expect(memory.locator('.situations-asked')).toContainText('EURUSD H1');
});

test('a similar trade leads to its chain, drawn by stages, and each record says what it is', async ({
  openCockpit,
}) => {
  const { memory } = await shownMemory(openCockpit);
  const trades = memory.getByRole('region', { name: 'Similar trades' });
  await expect(trades.locator('tbody tr').first()).toContainText('open then');
  await expect(trades.locator('tbody tr').nth(1)).toContainText('▲+123.90');
  await trades.getByRole('button', { name: 'Show the chain of trade:700104#1' }).click();
  const chain = memory.getByRole('group', { name: 'Chain of trade:700104#1' });
  const boxes = chain.locator('.record-box');
  await expect(boxes).toHaveCount(11);
  const lefts = await Promise.all(
    ['signal:decision-7', 'decision:decision-7', 'riskCheck:intent-7', 'approval:approval-7']
      .concat(['order:90071992547409921', 'deal:880203', 'trade:700104#1', 'regime:2/H4/trendUp'])
      .map(async (id) => (await chain.locator(`[data-record="${id}"]`).boundingBox())?.x ?? NaN),
  );
  expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
  expect(new Set(lefts).size).toBe(8);
  const facts = memory.getByRole('region', { name: 'What the record says' });
  await expect(facts).toContainText('Trade trade:700104#1');
  await expect(facts.locator('.detail', { hasText: 'Open price' })).toContainText('4208.12');
  await chain.getByRole('button', { name: 'Risk Passed' }).click();
  await expect(facts.locator('.detail', { hasText: 'Risk of equity' })).toContainText('2.06\u202f%');
  await facts.getByRole('button', { name: 'Approval Approved' }).click();
  await expect(chain.locator('[data-record="approval:approval-7"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(facts).toContainText('You, in the window');
  await expect(facts.getByRole('listitem')).toHaveText(['← asked for by Risk Passed', '→ ordered Order Filled']);
});

test('older trades come by pages, each leads to its chain', async ({ engine, openCockpit }) => {
  const { memory } = await shownMemory(openCockpit);
  await memory.getByRole('radio', { name: 'Chains' }).check();
  const list = memory.getByRole('region', { name: 'Trades' });
  await expect(list.locator('tbody tr')).toHaveCount(100);
  await list.getByRole('button', { name: 'Older trades' }).click();
  await expect(list.locator('tbody tr')).toHaveCount(120);
  await expect(list.getByRole('button', { name: 'Older trades' })).toHaveCount(0);
  expect(engine.received.filter(({ name }) => name === 'memory.trades').at(-1)?.input).toMatchObject({
    before: { positionId: '700005', ordinal: 1 },
    limit: 100,
  });
});

test('an order of which nobody knows what became is shown in red words', async ({ openCockpit }) => {
  const { cockpit, memory } = await shownMemory(openCockpit);
  await memory.getByRole('radio', { name: 'Chains' }).check();
  const record = memory.getByRole('textbox', { name: 'Record' });
  await record.fill('deals:1');
  await record.press('Enter');
  await expect(memory.getByRole('alert')).toContainText('A record is named kind:key');
  await record.fill('deal:1');
  await record.press('Enter');
  await expect(memory).toContainText('No such record is known.');
  await record.fill(unknownOrder);
  await record.press('Enter');
  const box = memory.locator(`[data-record="${unknownOrder}"]`);
  await expect(box).toContainText('UNKNOWN');
  await expect(box.locator('.record-head')).toHaveCSS('color', await faultColour(cockpit.page));
  await expect(memory).toContainText('What became of an order is not known.');
  await expect(memory).toContainText('It is resolved by the terminal’s own records');
  await expect(memory.locator('[data-record="lesson:approval-9"]')).toContainText('Never on the minute');
});

const faultColour = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('span'));
    probe.className = 'amount tone-down';
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });

test('decisions and lessons are found by their words, and the method is named', async ({ engine, openCockpit }) => {
  const { memory } = await shownMemory(openCockpit);
  await memory.getByRole('radio', { name: 'Words' }).check();
  await expect(memory).toContainText('Decisions and reasons of rejection are compared by their words');
  const field = memory.getByRole('textbox', { name: 'Words of a decision or a lesson' });
  await field.fill('  spread before news ');
  await field.press('Enter');
  await expect(memory.getByRole('listitem')).toHaveCount(2);
  await expect(memory.getByRole('listitem').first()).toContainText('payrolls are due in ten minutes');
  await expect(memory).toContainText('words compared by: own method (no model)');
  expect(engine.received.at(-1)).toMatchObject({ name: 'memory.similarTexts', input: { text: 'spread before news' } });
  await memory.getByRole('button', { name: 'Show the chain of decision:decision-7' }).click();
  await expect(memory.locator('[data-record="decision:decision-7"]')).toHaveAttribute('aria-pressed', 'true');
});

test('where there is nothing yet, each view says what to do', async ({ engine, openCockpit }) => {
  engine.memory.trades = [];
  engine.memory.texts = [];
  const { memory } = await shownMemory(openCockpit);
  await expect(memory).toContainText('No trade was opened in a similar market yet.');
  await memory.getByRole('radio', { name: 'Chains' }).check();
  await expect(memory).toContainText('A trade appears here with its first deal.');
  await expect(memory).toContainText('No record is chosen');
  await memory.getByRole('radio', { name: 'Words' }).check();
  await memory.getByRole('textbox', { name: 'Words of a decision or a lesson' }).fill('spread');
  await memory.getByRole('button', { name: 'Search' }).click();
  await expect(memory).toContainText('No decision and no lesson is remembered yet');
});

test('a projection is rebuilt after it was said what is not lost, with progress and its report', async ({
  engine,
  openCockpit,
}) => {
  const cockpit = await openCockpit();
  await cockpit.show('Sync');
  const sync = cockpit.panel('sync');
  await sync.getByRole('button', { name: 'Rebuild: Vectors' }).click();
  await expect(cockpit.dialog).toContainText('Nothing is lost: bars, orders, deals, decisions and settings stay');
  await expect(cockpit.dialog.getByRole('button', { name: 'Leave as it is' })).toBeFocused();
  await cockpit.dialog.getByRole('button', { name: 'Rebuild now' }).click();
  await expect(sync).toContainText('Being rebuilt: Vectors');
  await expect(sync.getByRole('button', { name: 'Rebuild: Graph' })).toBeDisabled();
  engine.memory.tellRebuild({ kind: 'progress', done: 3000, depth: 1000 });
  await expect(sync).toContainText('done 3,000, left 1,000');
  await expect(sync.getByRole('progressbar', { name: 'Being rebuilt: Vectors' })).toHaveAttribute(
    'aria-valuenow',
    '75',
  );
  engine.memory.tellRebuild({ kind: 'finished', report: scriptedRebuildReport });
  await expect(cockpit.strip.newestMessage).toContainText('Rebuilt: Vectors.');
  await cockpit.strip.messages.click();
  await expect(cockpit.strip.messagesTold('Rows 96,412 in 8.1')).toContainText('abababab');
  await cockpit.page.keyboard.press('Escape');
  await expect(sync.getByRole('button', { name: 'Rebuild: Graph' })).toBeEnabled();
});

test('a rebuild can be cancelled, and one that is refused says why', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.show('Sync');
  const sync = cockpit.panel('sync');
  const rebuild = async (): Promise<void> => {
    await sync.getByRole('button', { name: 'Rebuild: Graph' }).click();
    await cockpit.dialog.getByRole('button', { name: 'Rebuild now' }).click();
  };
  await rebuild();
  await expect(sync).toContainText('begins…');
  await sync.getByRole('button', { name: 'Cancel' }).click();
  await expect(cockpit.strip.newestMessage).toContainText('Rebuild cancelled: Graph.');
  expect(engine.memory.isRebuildCancelled).toBe(true);
  engine.refuse(fault('REBUILD_RUNNING', 'A rebuild of the graph runs.'));
  await rebuild();
  await expect(cockpit.strip.newestMessage).toContainText('Rebuild failed: Graph. A rebuild runs already.');
});

test('what was refused for good and passed over is listed', async ({ engine, openCockpit }) => {
  engine.memory.deadLetters = [scriptedDeadLetter(fault('GRAPH_REFUSED', 'The property is too long.'))];
  engine.sync.show({
    projections: [
      scriptedProjection(),
      scriptedProjection({ name: 'graph', adapter: 'bolt', wanted: 'bolt', deadLetters: 1 }),
    ],
  });
  const cockpit = await openCockpit();
  await cockpit.show('Sync');
  const letters = cockpit.panel('sync').getByRole('group', { name: 'Left out of the projections' });
  await expect(letters.locator('tbody tr')).toContainText('deal:880177');
  await expect(letters.locator('tbody tr')).toContainText('The graph server refused.');
});

test('where those that were passed over cannot be read, it says so', async ({ engine, openCockpit }) => {
  engine.sync.show({
    projections: [scriptedProjection({ name: 'graph', adapter: 'bolt', wanted: 'bolt', deadLetters: 1 })],
  });
  engine.refuse(fault('STORE_BUSY', 'Another program holds market.db.'));
  const cockpit = await openCockpit();
  await cockpit.show('Sync');
  await expect(cockpit.panel('sync')).toContainText('Another program holds market.db.');
});

test('the panel is used with the keyboard alone', async ({ openCockpit }) => {
  const { cockpit, memory } = await shownMemory(openCockpit);
  const { page } = cockpit;
  await expect(memory.locator('.situations-neighbours tbody tr')).toHaveCount(10);
  await memory.getByRole('radio', { name: 'Situations' }).focus();
  const name = (): Promise<string> =>
    page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
    });
  const tabTo = async (wanted: RegExp): Promise<void> => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (wanted.test(await name())) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${wanted} cannot be reached`);
  };
  await tabTo(/Show XAUUSD at/);
  await page.keyboard.press('Enter');
  await expect(cockpit.panel('chart').locator('.chart-legend')).toContainText('XAUUSDH1');
  await tabTo(/Show the chain of trade:700104#1/);
  await page.keyboard.press('Enter');
  const chain = memory.getByRole('group', { name: 'Chain of trade:700104#1' });
  await expect(chain).toBeVisible();
  await memory.getByRole('radio', { name: 'Chains' }).focus();
  await chain.focus();
  await tabTo(/^OrderFilled/);
  await page.keyboard.press('Space');
  await expect(chain.locator('[data-record="order:90071992547409921"]')).toHaveAttribute('aria-pressed', 'true');
  await tabTo(/^Deal In · 4208\.14/);
  await page.keyboard.press('Enter');
  await expect(chain.locator('[data-record="deal:880204"]')).toHaveAttribute('aria-pressed', 'true');
});

/** Of one panel: the rest of the window has a spec of its own. */
async function findings(page: Page, panel: 'memory' | 'sync'): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .include(`[data-panel="${panel}"]`)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

const words = {
  EN: { memory: 'Memory', situations: 'Situations', chains: 'Chains', words: 'Words', sync: 'Sync' },
  RU: { memory: 'Память', situations: 'Ситуации', chains: 'Цепочки', words: 'Слова', sync: 'Данные' },
} as const;

for (const [theme, language, width] of [
  ['dark', 'EN', 1600],
  ['dark', 'RU', 1024],
  ['light', 'EN', 1920],
  ['light', 'RU', 1280],
] as const) {
  test(`all of it can be read, ${theme}, ${language}, ${width} wide`, async ({ engine, openCockpit }, info) => {
    engine.sync.show({
      projections: [chromaIsAway, scriptedProjection({ name: 'graph', adapter: 'embedded', wanted: 'embedded' })],
    });
    const cockpit = await openCockpit({ viewport: { width, height: 900 } });
    const { page } = cockpit;
    const say = words[language];
    if (theme === 'light') await cockpit.strip.theme.click();
    if (language === 'RU') await cockpit.strip.language('RU').check();
    await cockpit.show(say.memory);
    const memory = cockpit.panel('memory');
    const look = async (name: string, panel: 'memory' | 'sync' = 'memory'): Promise<void> => {
      await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
      expect(await findings(page, panel)).toEqual([]);
      const overflow = await cockpit.panel(panel).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    };
    await expect(memory.locator('.situations-neighbours tbody tr')).toHaveCount(10);
    await look('situations');
    await memory.getByRole('radio', { name: say.chains }).check();
    await memory.getByRole('textbox').first().fill(unknownOrder);
    await memory.getByRole('textbox').first().press('Enter');
    await expect(memory.locator(`[data-record="${unknownOrder}"]`)).toBeVisible();
    await look('chain');
    await memory.getByRole('radio', { name: say.words }).check();
    await memory.getByRole('search').getByRole('textbox').fill('news');
    await memory.getByRole('search').getByRole('textbox').press('Enter');
    await expect(memory.getByRole('listitem')).toHaveCount(2);
    await look('words');
    await cockpit.show(say.sync);
    await look('sync', 'sync');
    expect(cockpit.violations).toEqual([]);
  });
}
