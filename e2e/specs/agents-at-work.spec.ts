import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { keepPicture } from '../fixtures/keep-picture.ts';
import { tellingModels } from '../fixtures/telling-models.ts';
import { expect, test } from '../fixtures/test.ts';
import { startWorkingCockpit, type WorkingCockpit } from '../fixtures/working-cockpit.ts';

/** What a trader reads on the screen, in either language. */
const screens = {
  en: {
    code: 'EN',
    ...{ agents: 'Agents', signal: 'Signal agent', risk: 'Risk agent', execution: 'Execution agent' },
    words: 'Words of gpt-oss:120b-cloud as they come',
    sentence: 'The bar closed at',
    atWork: 'At work: Signal agent',
    next: 'next: deepseek-v3.1:671b-cloud',
    whyNext: 'The language model failed. HTTP 503: the model is overloaded',
    rung: 'rung 2',
    ungrounded: 'ungrounded',
    notBorneOut: 'Not borne out by the records: 90 · 14',
    record: 'The record behind the number',
    recordName: 'Until the rollover',
    rulesOnly: 'rules only',
    unreachable: 'The language model’s server does not answer.',
    toRules: 'the rules decide',
  },
  ru: {
    code: 'RU',
    ...{ agents: 'Агенты', signal: 'Агент сигнала', risk: 'Агент риска', execution: 'Агент исполнения' },
    words: 'Слова gpt-oss:120b-cloud по мере появления',
    sentence: 'Свеча закрылась на',
    atWork: 'В работе: Агент сигнала',
    next: 'дальше: deepseek-v3.1:671b-cloud',
    whyNext: 'Сбой языковой модели. HTTP 503: the model is overloaded',
    rung: 'ступень 2',
    ungrounded: 'без опоры',
    notBorneOut: 'Не подтверждается записями: 90 · 14',
    record: 'Запись за этим числом',
    recordName: 'До ролловера',
    rulesOnly: 'только правила',
    unreachable: 'Сервер языковой модели не отвечает.',
    toRules: 'решают правила',
  },
} as const;

/** As wide as a small screen, and high enough for a run to be read at once. */
const size = { width: 1280, height: 1500 };

/** Between the pieces of a model's words: time enough for the window to be opened while it speaks, also on a machine that is busy. */
const slowlyMs = 800;

/** Of the record that lies over the run, in CSS pixels. */
const recordHeight = 140;

const patience = { A: 60_000, B: 120_000 };

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-agents-at-work-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const language of ['en', 'ru'] as const) {
  test(`words as they come, the next rung, numbers without a record, and rules only: ${language}`, async ({
    openWindow,
  }, testInfo) => {
    test.setTimeout(180_000);
    const says = screens[language];
    const script = tellingModels({ language, everyMs: slowlyMs, fallsBack: true });
    const agents = { language, deadlineMs: patience };
    const words = ['--seed', '7', '--speed', '20000'];
    await using working = await startWorkingCockpit({ folder, words, script, agents });
    const cockpit = await openWindow({ viewport: size });
    const { page } = cockpit;
    const panel = cockpit.panel('agents');
    const run = panel.getByRole('article');
    const part = (name: string): Locator => run.getByRole('region', { name, exact: true }).first();
    const keep = (of: Locator, name: string): Promise<void> => keepPicture(of, { name, language, testInfo });
    await cockpit.goto(working.engine.url);
    await cockpit.strip.language(says.code).check();
    await page.getByRole('tab', { name: says.agents }).click();

    const stream = run.getByLabel(says.words);
    await expect(stream).toContainText(says.sentence, { timeout: 60_000 });
    await expect(stream).not.toContainText('"');
    await expect(run).toContainText(says.atWork);
    expect(await markAfter(stream)).toBe('▍');
    await keep(panel, 'agents-streaming');

    working.models.play(tellingModels({ language, fallsBack: true }));
    await expect(part(says.risk)).toContainText(says.next, { timeout: 60_000 });
    await expect(part(says.risk)).toContainText(says.whyNext);
    await expect(part(says.risk)).toContainText(says.rung);
    await expect(stream).toHaveCount(0);
    await expect(part(says.execution).getByRole('group', { name: says.execution })).toBeVisible();
    await toTop(part(says.risk));
    await keep(panel, 'agents-fallback');
    await page.setViewportSize({ width: 1280, height: 1900 });
    await keep(cockpit.panel('approvals'), 'ticket');
    await page.setViewportSize(size);

    working.models.play(tellingModels({ language, isUngrounded: true }));
    await rejectTicket(working);
    await expect(part(says.execution)).toContainText(says.notBorneOut, { timeout: 60_000 });
    await expect(part(says.execution)).toContainText(says.ungrounded);
    await expect(part(says.execution).locator('mark')).toHaveText(/^14/);
    await toTop(part(says.execution), recordHeight);
    await part(says.execution).getByRole('button', { name: /^90/ }).click();
    const record = run.getByRole('region', { name: says.record });
    await expect(record).toContainText(says.recordName);
    await keep(panel, 'agents-ungrounded');

    await working.models.refuse();
    await rejectTicket(working);
    await expect(panel.getByRole('listitem').first()).toContainText(says.rulesOnly, { timeout: 60_000 });
    await expect(part(says.signal)).toContainText(says.unreachable);
    await expect(part(says.signal)).toContainText(says.toRules);
    await toTop(part(says.signal));
    await keep(panel, 'agents-rules-only');
    expect(cockpit.violations).toEqual([]);
  });
}

const markAfter = (text: Locator): Promise<string> =>
  text.evaluate((element) => getComputedStyle(element, '::after').content.replaceAll('"', ''));

/** Within the run alone: what lies around it stays where it is. */
const toTop = (part: Locator, belowPx = 0): Promise<void> =>
  part.evaluate((element, below) => {
    const story = element.closest('.run-story');
    story?.scrollBy(0, element.getBoundingClientRect().top - story.getBoundingClientRect().top - below);
  }, belowPx);

/** The ticket of the run before: the market goes on to the next setup. */
async function rejectTicket({ ask, until }: WorkingCockpit): Promise<void> {
  const [open] = await until(
    async (client) => (await client.cockpit.snapshot()).approvals,
    (approvals) => approvals.length > 0,
  );
  const approvalId = open?.ticket.approvalId;
  if (approvalId !== undefined) {
    await ask((client) => client.approval.reject({ approvalId, reason: 'Looked at enough.' }));
  }
}
