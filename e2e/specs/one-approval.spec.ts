import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from '../fixtures/test.ts';
import { startWorkingCockpit } from '../fixtures/working-cockpit.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-one-approval-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** With nothing scripted but what models say, and the terminal's own list as the judge. */
test('a double click, a second window and a program at the same ticket: one approval, one order, and all see it', async ({
  openWindow,
}) => {
  test.setTimeout(180_000);
  await using working = await startWorkingCockpit({ folder, words: ['--seed', '7', '--speed', '20000'] });
  const { engine, ask } = working;
  const windows = [await openWindow(), await openWindow()];
  for (const window of windows) await window.goto(engine.url);
  for (const { ticket } of windows) await expect(ticket.approve).toBeEnabled({ timeout: 120_000 });

  const [open] = (await ask((client) => client.cockpit.snapshot())).approvals;
  const { approvalId = '', parameters } = open?.ticket ?? {};
  const { origin, hash } = new URL(engine.url);
  const byProgram = async (): Promise<number> => {
    const answer = await fetch(`${origin}/approvals/${encodeURIComponent(approvalId)}/approve`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${hash.replace('#token=', '')}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ parameters }),
    });
    return answer.status;
  };
  const clicks = await Promise.all(windows.map(doubleClickOn));
  const [, , ...answers] = await Promise.all([...clicks.map((click) => click()), byProgram(), byProgram()]);

  for (const { ticket } of windows) await expect(ticket.ended.first()).toContainText('Approved', { timeout: 30_000 });
  expect(answers.filter((status) => status === 204).length).toBeLessThanOrEqual(1);
  expect(answers.every((status) => status === 204 || status === 409)).toBe(true);
  for (const window of windows) {
    await window.show('Positions');
    await expect(window.panel('positions').locator('[data-row]')).toHaveCount(1, { timeout: 30_000 });
  }
  expect(count('ledger.db', "SELECT count(*) FROM events WHERE kind = 'approvalEnded'")).toBe(1);
  expect(count('ledger.db', "SELECT count(*) FROM events WHERE kind = 'orderJournaled'")).toBe(1);
  await engine.kill();
  expect(count(path.join('simulated-terminal', 'terminal.db'), 'SELECT count(*) FROM deals')).toBe(1);
  expect(windows.flatMap(({ violations }) => violations)).toEqual([]);
});

/** Aimed beforehand, so that both are pressed whatever becomes of the button in between. */
async function doubleClickOn({ ticket }: CockpitPage): Promise<() => Promise<void>> {
  const button = await ticket.approve.elementHandle();
  return async () => {
    await button.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
  };
}

function count(file: string, sql: string): number {
  const db = new Database(path.join(folder, file), { readonly: true });
  try {
    return db.prepare<[], number>(sql).pluck().get() ?? NaN;
  } finally {
    db.close();
  }
}
