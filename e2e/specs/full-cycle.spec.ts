import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestInfo } from '@playwright/test';
import type { EventChain } from '#shared/contract/memory.ts';
import type { RecordId, RecordKind } from '#shared/trading/record-id.ts';
import { startRealNeo4j, whyNoRealNeo4j } from '#main/testkit/real-neo4j.ts';
import { askMemory } from '#main/wiring/ask-memory.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { expect, test } from '../fixtures/test.ts';
import { startWorkingCockpit } from '../fixtures/working-cockpit.ts';
import type { CockpitPage } from '../pages/cockpit-page.ts';

/**
 * A trade's whole life with nothing scripted but what models say: setup, gathering, verdict, risk, a ticket with opinion and figures, the approval in the
 * window, order and deal, a proposal for the position that is taken, the exit, its lesson, and the lesson before a later decision. Then the chain is walked
 * back from the lesson to the signal, in the graph that answers and in the one that lies in the store.
 */
const history = path.join(
  process.env.ATS_TEST_DATA ?? path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data'),
  'formats',
  'XAUUSD_M1_202512030207_mt5_export.csv.gz',
);

const hasHistory = existsSync(history);
const recorded = ['--history', history, '--history-clock', 'ny+7', '--speed', '1000000'];
const made = ['--seed', '7', '--speed', '20000'];

/** A decision in seven seconds: time enough for a trader to stop the market before the next. */
const patientSpeed = 40;

/** From the lesson back to the beginning; each hangs together with the next. */
const wayBack: readonly RecordKind[] = [
  'lesson',
  'trade',
  'deal',
  'order',
  'approval',
  'riskCheck',
  'decision',
  'signal',
];

let folder: string;

test.beforeEach(() => {
  test.setTimeout(300_000);
  folder = mkdtempSync(path.join(tmpdir(), 'ats-full-cycle-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('on real history, from a setup to the lesson that a later decision is shown', async ({ openWindow }, testInfo) => {
  test.skip(!hasHistory, 'skipped: no real market data (ATS_TEST_DATA, ../shared/data)');
  await walk({ openWindow, testInfo, words: recorded, graph: null });
});

test('on a seeded market, from a setup to the lesson that a later decision is shown', async ({
  openWindow,
}, testInfo) => {
  test.skip(hasHistory, 'skipped: it is walked on real history');
  await walk({ openWindow, testInfo, words: made, graph: null });
});

test('with a real Neo4j beside the store, and the chain is the same in both', async ({ openWindow }, testInfo) => {
  const whyNot = whyNoRealNeo4j();
  test.skip(whyNot !== null, `skipped: ${whyNot ?? ''}`);
  await using neo4j = await startRealNeo4j();
  const { port, user, password } = neo4j;
  const graph = { url: `bolt://127.0.0.1:${port}`, user, password };
  await walk({ openWindow, testInfo, words: hasHistory ? recorded : made, graph });
});

interface Walk {
  readonly openWindow: () => Promise<CockpitPage>;
  readonly testInfo: TestInfo;
  readonly words: readonly string[];
  readonly graph: { readonly url: string; readonly user: string; readonly password: string } | null;
}

async function walk({ openWindow, testInfo, words, graph }: Walk): Promise<void> {
  const memory: SettingsWish['memory'] = graph === null ? {} : { graph: { url: graph.url, user: graph.user } };
  const environment: Record<string, string> = graph === null ? {} : { ATS_GRAPH_PASSWORD: graph.password };
  await using working = await startWorkingCockpit({ folder, words, memory, environment });
  const { engine, ask, until } = working;
  const cockpit = await openWindow();
  const { page, ticket, agents, dialog } = cockpit;
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  await cockpit.goto(engine.url);

  await expect(ticket.card).toBeVisible({ timeout: 120_000 });
  await press('Pause');
  await expect(ticket.verdict('Signal agent')).toContainText('gpt-oss:120b-cloud');
  await expect(ticket.verdict('Risk agent')).toContainText('gpt-oss:120b-cloud');
  await expect(ticket.card).toContainText('Rank 8');
  await expect(ticket.detail('Margin')).not.toHaveText('—');
  const first = (await ask((client) => client.cockpit.snapshot())).approvals[0];
  const opinion = first?.opinion;
  expect(opinion).toMatchObject({ mode: 'model', verdict: 'confirm', isGrounded: true, lessons: [] });
  const run = await ask((client) => client.agents.run({ runId: opinion?.runId ?? '' }));
  const nodes = run.steps.flatMap((step) => (step.kind === 'nodeStarted' ? [step.node] : []));
  expect(nodes.filter((node) => node.startsWith('gather ')).length).toBeGreaterThan(5);
  expect(nodes.filter((node) => !node.startsWith('gather '))).toEqual([
    ...['setup', 'signal', 'risk', 'execution', 'verdict', 'enter'],
  ]);
  await keepScreenshot(cockpit, testInfo, 'ticket with what agents say');

  await ticket.approve.click();
  await expect(ticket.ended.first()).toContainText('Approved', { timeout: 30_000 });
  await cockpit.show('Positions');
  const position = cockpit.panel('positions').locator('[data-row]');
  await expect(position).toHaveCount(1, { timeout: 30_000 });

  await ask((client) => client.replay.setSpeed({ speed: patientSpeed }));
  await press('Play');
  const proposal = page.getByRole('article', { name: 'Agents propose for XAUUSD: close it' });
  await expect(proposal).toBeVisible({ timeout: 60_000 });
  await press('Pause');
  await keepScreenshot(cockpit, testInfo, 'a proposal');
  await proposal.getByRole('button', { name: 'Take…' }).click();
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await expect(position).toHaveCount(0, { timeout: 30_000 });

  const oneLesson = { beforeUtcMs: null, limit: 10 };
  const [learnt] = await until(
    (client) => client.agents.lessons(oneLesson),
    (lessons) => lessons.length > 0,
  );
  const lessonId = learnt?.lesson.lessonId ?? 'lesson:none';
  expect(learnt).toMatchObject({ lesson: { isGrounded: true, decisionId: opinion?.decisionId }, uses: 0 });
  await agents.show('Lessons');
  await expect(agents.lessons).toHaveCount(1);
  await cockpit.show('Positions');

  await ask((client) => client.replay.setSpeed({ speed: 20_000 }));
  await press('Play');
  await expect(ticket.card).toBeVisible({ timeout: 120_000 });
  await press('Pause');
  const later = (await ask((client) => client.cockpit.snapshot())).approvals[0]?.opinion;
  expect(later?.decisionId).not.toBe(opinion?.decisionId);
  expect(later?.lessons).toContain(lessonId);
  const shown = ticket.card.getByRole('list', { name: 'Lessons that were shown' }).getByRole('listitem');
  await expect(shown).toHaveCount(later?.lessons.length ?? 0);
  expect((await ask((client) => client.agents.lessons(oneLesson)))[0]).toMatchObject({ uses: 1 });
  await keepScreenshot(cockpit, testInfo, 'a ticket whose agents were shown the lesson');

  const answered = await until(
    (client) => client.memory.eventChain({ id: lessonId }),
    (chain) => hasKinds(chain) && chain.adapter === (graph === null ? 'embedded' : 'bolt'),
  );
  const walked = walkBack(answered, lessonId);
  expect(walked.at(-1)).toBe(`signal:${opinion?.decisionId ?? ''}`);
  expect(cockpit.violations).toEqual([]);

  await engine.stop();
  const stored = await askMemory(folder, (held) => held.eventChain(lessonId));
  if (!stored.ok) throw new Error(stored.error.message);
  expect(stored.value.adapter).toBe('embedded');
  expect(walkBack(stored.value, lessonId)).toEqual(walked);
}

const hasKinds = ({ nodes }: EventChain): boolean => wayBack.every((kind) => nodes.some((node) => node.kind === kind));

/** The records on the way, each linked to the one before. @throws where the chain is broken. */
function walkBack({ nodes, links }: EventChain, from: RecordId): readonly RecordId[] {
  const way: RecordId[] = [from];
  for (const kind of wayBack.slice(1)) {
    const last = way.at(-1);
    const near = links.flatMap(({ from: one, to: other }) => (one === last ? [other] : other === last ? [one] : []));
    const next = nodes.find((node) => node.kind === kind && near.includes(node.id));
    if (next === undefined) throw new Error(`nothing of the kind ${kind} hangs together with ${last ?? ''}`);
    way.push(next.id);
  }
  return way;
}

async function keepScreenshot({ page }: CockpitPage, testInfo: TestInfo, name: string): Promise<void> {
  const file = testInfo.outputPath(`${name}.png`);
  await page.screenshot({ path: file });
  await testInfo.attach(name, { path: file, contentType: 'image/png' });
}
