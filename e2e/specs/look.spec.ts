import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import {
  entryRequest,
  scriptedBrokerOrder,
  scriptedLimits,
  scriptedOrder,
  scriptedPosition,
} from '../fixtures/scripted-snapshot.ts';
import { scriptedOpinion, signalVerdict, ungroundedVerdict } from '../fixtures/scripted-opinion.ts';
import { runTold, wholeRun, words } from '../fixtures/scripted-run.ts';
import type { ScriptedCockpit } from '../fixtures/scripted-cockpit.ts';

const sizes = [
  { width: 1024, height: 640 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** A screen with as much on it as there can be. */
function fill(engine: ScriptedCockpit): void {
  engine.show({
    positions: [
      scriptedPosition(),
      scriptedPosition({ positionId: '700105', stop: null, clientOrderId: null, origin: 'adviser' }),
    ],
    brokerOrders: [scriptedBrokerOrder()],
    orders: [scriptedOrder({ request: entryRequest('7'), status: 'unknown' }), ...engine.snapshot.orders],
  });
  engine.openTicket({ opinion: scriptedOpinion('decision-1') });
}

/** All positions are being closed, and the adviser keeps a halt of its own. */
function trouble(engine: ScriptedCockpit): void {
  const reason = 'Flattened from the window';
  engine.show({
    tradingState: { ...engine.snapshot.tradingState, state: 'halted', reason },
    flattening: { scope: { kind: 'all' }, reason },
    adviserLimits: scriptedLimits({ halt: { app: true, chart: true, reason } }),
  });
}

async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Text that is cut off without an ellipsis or a way to scroll to it. */
const cutTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const isCut = (element: Element): boolean => {
      const style = getComputedStyle(element);
      const isHidden = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
      return isHidden && element.scrollWidth > element.clientWidth + 1 && !element.matches('.only-spoken, .lamp-word');
    };
    return [...document.querySelectorAll('.cockpit-window *')]
      .filter(
        (element) =>
          element.childElementCount === 0 || element.matches('ul, header, div.account-strip, div.status-strip'),
      )
      .filter(isCut)
      .map((element) => `${element.className}: ${element.textContent}`);
  });

for (const theme of ['dark', 'light'] as const) {
  for (const language of ['EN', 'RU'] as const) {
    test(`everything can be read and reached, ${theme}, ${language}`, async ({ engine, openCockpit }) => {
      fill(engine);
      const cockpit = await openCockpit();
      if (theme === 'light') await cockpit.strip.theme.click();
      if (language === 'RU') await cockpit.strip.language('RU').check();
      await expect(cockpit.page.locator('html')).toHaveAttribute('lang', language.toLowerCase());
      expect(await findings(cockpit.page)).toEqual([]);
    });
  }
}

for (const viewport of sizes) {
  for (const language of ['EN', 'RU'] as const) {
    test(`nothing is cut off at ${viewport.width} × ${viewport.height}, ${language}`, async ({
      engine,
      openCockpit,
    }, info) => {
      fill(engine);
      const cockpit = await openCockpit({ viewport });
      if (language === 'RU') await cockpit.strip.language('RU').check();
      await expect(cockpit.ticket.card).toBeInViewport();
      await info.attach(`${viewport.width} ${language}`, {
        body: await cockpit.page.screenshot(),
        contentType: 'image/png',
      });
      expect(await cutTexts(cockpit.page)).toEqual([]);
      const overflow = await cockpit.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      for (const button of await cockpit.ticket.actions.getByRole('button').all())
        await expect(button).toBeInViewport({ ratio: 1 });
    });
  }
}

test('the help, a dialog and the messages can be read too', async ({ openCockpit }) => {
  const { page, dialog } = await openCockpit();
  await page.keyboard.press('?');
  await expect(dialog).toContainText('Keys and about');
  expect(await findings(page)).toEqual([]);
});

for (const theme of ['dark', 'light'] as const) {
  test(`orders, trouble and the dialogs that trade can be read, ${theme}`, async ({ engine, openCockpit }) => {
    fill(engine);
    trouble(engine);
    const cockpit = await openCockpit();
    const { page, position } = cockpit;
    if (theme === 'light') await cockpit.strip.theme.click();
    for (const title of ['Orders', 'Risk', 'Health', 'Sync']) {
      await cockpit.show(title);
      expect(await findings(page)).toEqual([]);
    }
    await cockpit.show('Positions');
    await cockpit
      .row(cockpit.panel('positions'), '700104')
      .getByRole('button', { name: /^Close/ })
      .click();
    await position.field('Volume to close').fill('9');
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await cockpit
      .row(cockpit.panel('positions'), '700104')
      .getByRole('button', { name: /^Stops/ })
      .click();
    await position.field('Stop loss').fill('4190');
    await expect(position.acceptance).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}

for (const language of ['EN', 'RU'] as const) {
  test(`nothing of the strip is cut off while all is being closed, ${language}`, async ({ engine, openCockpit }) => {
    fill(engine);
    trouble(engine);
    const { page, strip } = await openCockpit({ viewport: sizes[0] });
    if (language === 'RU') await strip.language('RU').check();
    await expect(strip.flattening).toContainText('2');
    await expect(strip.flattening).toBeInViewport({ ratio: 1 });
    expect(await cutTexts(page)).toEqual([]);
  });
}

test('a lost connection can still be read', async ({ engine, served, openCockpit }) => {
  fill(engine);
  const { page, banner } = await openCockpit();
  served.cut();
  await expect(banner).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('the page keeps to its content policy', async ({ engine, openCockpit }) => {
  fill(engine);
  const cockpit = await openCockpit();
  for (const title of ['Orders', 'Deals', 'Health', 'Sync', 'Watchlist', 'Scenarios']) await cockpit.show(title);
  await cockpit.strip.theme.click();
  await cockpit.strip.help.click();
  await expect(cockpit.dialog).toBeVisible();
  expect(cockpit.violations).toEqual([]);
  expect(await cockpit.page.evaluate(() => document.querySelectorAll('style').length)).toBe(0);
});

test('language, theme and layout are kept', async ({ openCockpit }) => {
  const cockpit = await openCockpit();
  await cockpit.strip.theme.click();
  await cockpit.strip.language('RU').check();
  await cockpit.page.getByRole('tab', { name: 'Сделки' }).click();
  await cockpit.page.reload();
  await expect(cockpit.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(cockpit.strip.mode).toHaveText('СИМУЛЯЦИЯ');
  await expect(cockpit.panel('deals')).toBeVisible();
  await cockpit.page.getByRole('button', { name: 'Вернуть все панели на место' }).click();
  await expect(cockpit.panel('positions')).toBeVisible();
});

test('the trader finds his way with the keyboard alone', async ({ engine, openCockpit }) => {
  engine.openTicket();
  const { page, ticket } = await openCockpit();
  await expect(ticket.card).toBeVisible();
  const reached = new Set<string>();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null) return '';
      return element.getAttribute('aria-label') ?? element.textContent;
    });
    reached.add(focused.trim());
  }
  for (const name of [
    'HALT',
    'FLATTEN',
    'Approve',
    'Keys and about',
    'Stops of XAUUSD: move stop and target',
    'Close the position in XAUUSD',
  ])
    expect(reached).toContain(name);
});

for (const theme of ['dark', 'light'] as const) {
  for (const language of ['EN', 'RU'] as const) {
    test(`what the agents did and learnt can be read, ${theme}, ${language}`, async ({ engine, openCockpit }, info) => {
      engine.openTicket({ opinion: scriptedOpinion('decision-1', { verdicts: [signalVerdict, ungroundedVerdict] }) });
      const cockpit = await openCockpit();
      const { agents, page, strip } = cockpit;
      await agents.show('Runs');
      engine.agents.tell(runTold(), ...wholeRun, words('One more thing.'));
      await expect(agents.part('Conclusion')).toBeVisible();
      await agents
        .part('Signal agent')
        .getByRole('button', { name: /^1\.84/ })
        .click();
      await expect(agents.evidence).toBeVisible();
      if (theme === 'light') await strip.theme.click();
      if (language === 'RU') await strip.language('RU').check();
      await info.attach(`agents ${theme} ${language}`, { body: await page.screenshot(), contentType: 'image/png' });
      expect(await findings(page)).toEqual([]);
      expect(cockpit.violations).toEqual([]);
    });
  }
}
