import { fault } from '#shared/base/fault.ts';
import { lessonViewSchema, replayReportSchema } from '#shared/contract/agents.ts';
import { proposalSchema } from '#shared/agent/proposal.ts';
import { expect, test } from '../fixtures/test.ts';
import { scriptedNowUtcMs } from '../fixtures/scripted-market.ts';
import { scriptedEvidence } from '../fixtures/scripted-opinion.ts';
import {
  answeredSteps,
  askedSteps,
  rulesOnlySteps,
  runTold,
  scriptedRun,
  setupSteps,
  stepsOf,
  wholeRun,
  words,
} from '../fixtures/scripted-run.ts';

test('a run is told as it goes on: readings side by side, the model’s words as they come, its verdict', async ({
  engine,
  openCockpit,
}, info) => {
  const { agents, page } = await openCockpit();
  await agents.show('Runs');
  await expect(agents.panel).toContainText('No run yet');
  engine.agents.tell(runTold(), ...setupSteps, ...askedSteps);
  await expect(agents.runs).toHaveCount(1);
  await expect(agents.run).toContainText('Gathered');
  await expect(agents.part('Signal agent')).toContainText('gpt-oss:120b-cloud');
  await expect(agents.run).toContainText('At work: Signal agent');
  engine.agents.tell(words('The volume is almost twice '), words('Is the news calendar empty?', { isThinking: true }));
  engine.agents.tell(words('its usual.'));
  await expect(agents.words).toHaveText('The volume is almost twice its usual.');
  await expect(agents.run.getByText('Is the news calendar empty?')).toBeHidden();
  await info.attach('streaming', { body: await page.screenshot(), contentType: 'image/png' });
  engine.agents.tell(...answeredSteps);
  await expect(agents.words).toHaveCount(0);
  await expect(agents.part('Signal agent')).toContainText('Confirms');
  await expect(agents.part('Signal agent')).toContainText('tokens 2,210 + 260');
});

test('nothing moves while a model’s words come', async ({ engine, openCockpit }) => {
  const { agents } = await openCockpit();
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...setupSteps, ...askedSteps, words('First words.'));
  await expect(agents.words).toContainText('First words.');
  const before = await agents.words.boundingBox();
  engine.agents.tell(words(`${'More and more of them. '.repeat(200)}The end.`));
  await expect(agents.words).toContainText('The end.');
  expect(await agents.words.boundingBox()).toEqual(before);
});

test('a model that fails is told with why, and the next one is asked', async ({ engine, openCockpit }, info) => {
  const { agents, page } = await openCockpit();
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...wholeRun);
  const risk = agents.part('Risk agent');
  await expect(risk).toContainText('next: deepseek-v3.1:671b-cloud');
  await expect(risk).toContainText('The language model’s reply cannot be used.');
  await expect(risk).toContainText('The reply ended in the middle of its JSON.');
  await expect(risk).toContainText('rung 2');
  await risk.scrollIntoViewIfNeeded();
  await info.attach('fallback', { body: await page.screenshot(), contentType: 'image/png' });
});

test('numbers that no record bears out are marked, and each that is cited opens its record', async ({
  engine,
  openCockpit,
}, info) => {
  const { agents, page } = await openCockpit();
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...wholeRun);
  const execution = agents.part('Execution agent');
  await expect(execution).toContainText('ungrounded');
  await expect(execution).toContainText('Not borne out by the records: 14 · 90');
  await expect(execution.locator('mark')).toHaveText(/^14/);
  await execution.getByRole('button', { name: /^90/ }).click();
  await expect(agents.evidence).toContainText('Until the rollover');
  await expect(agents.evidence).toContainText('374');
  await expect(agents.evidence).toContainText('Trading hours');
  await info.attach('ungrounded', { body: await page.screenshot(), contentType: 'image/png' });
  await page.keyboard.press('Escape');
  await expect(agents.evidence).toHaveCount(0);
  await expect(execution.getByRole('button', { name: /^90/ })).toBeFocused();
  await execution.getByRole('button', { name: /^90/ }).click();
  const signal = agents.part('Signal agent').getByRole('button', { name: /^1\.84/ });
  await signal.click();
  await expect(agents.evidence).toContainText('Relative volume');
  await page.keyboard.press('Escape');
  await expect(signal).toBeFocused();
});

test('a record leads to its chain in memory, and to its bar in the chart', async ({ engine, openCockpit }) => {
  const cockpit = await openCockpit();
  const { agents } = cockpit;
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...wholeRun);
  await agents
    .part('Signal agent')
    .getByRole('button', { name: /^1\.16320/ })
    .first()
    .click();
  await agents.evidence.getByRole('button', { name: 'Show in the chain' }).click();
  await expect(cockpit.panel('memory')).toContainText('Chain of decision:decision-7');
  await agents.show('Runs');
  await agents.evidence.getByRole('button', { name: 'Show in the chart' }).click();
  await expect(cockpit.panel('chart').getByRole('img', { name: 'Candles of EURUSD H1' })).toBeVisible();
});

test('a run that is over is asked for, and says so where it is not kept any more', async ({ engine, openCockpit }) => {
  const ended = scriptedRun({ state: 'ended', durationMs: 3421, verdict: 'confirm', mode: 'model', isGrounded: false });
  const forgotten = scriptedRun({ runId: 'entry:decision-0@1', symbol: 'XAUUSD', state: 'ended', durationMs: 9 });
  engine.agents.runs = [{ summary: ended, steps: stepsOf(wholeRun) }];
  const { agents } = await openCockpit();
  engine.agents.tell({ kind: 'runChanged', summary: forgotten });
  await agents.show('Runs');
  await agents.runs.filter({ hasText: 'EURUSD' }).getByRole('button').click();
  await expect(agents.part('Conclusion')).toContainText('Rank 64');
  engine.refuse(fault('AGENT_RUN_UNKNOWN', 'Runs are kept up to 5,000.'));
  await agents.runs.filter({ hasText: 'XAUUSD' }).getByRole('button').click();
  await expect(agents.run).toContainText('This run is not kept any more.');
});

test('rules alone are told as such, with why no model was asked', async ({ engine, openCockpit }, info) => {
  const { agents, page } = await openCockpit();
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...rulesOnlySteps);
  engine.agents.tell(
    runTold({ state: 'ended', mode: 'rulesOnly', verdict: 'confirm', isGrounded: true, durationMs: 30 }),
  );
  await expect(agents.runs.first()).toContainText('rules only');
  await expect(agents.part('Signal agent')).toContainText('the rules decide');
  await expect(agents.part('Signal agent')).toContainText('The language model’s server does not answer.');
  await agents.part('Signal agent').scrollIntoViewIfNeeded();
  await info.attach('rules only', { body: await page.screenshot(), contentType: 'image/png' });
});

test('runs are narrowed by scenario, kind and verdict, and older ones asked for by the page', async ({
  engine,
  openCockpit,
}) => {
  const older = Array.from({ length: 70 }, (_, index) =>
    scriptedRun({
      runId: `entry:decision@${index}`,
      startedAtUtcMs: scriptedNowUtcMs - index * 60_000,
      state: 'ended',
      durationMs: 10,
      kind: index % 2 === 0 ? 'entry' : 'manage',
      verdict: index % 7 === 0 ? 'veto' : 'confirm',
    }),
  );
  engine.agents.runs = older.map((summary) => ({ summary, steps: [] }));
  const { agents } = await openCockpit();
  await agents.show('Runs');
  await expect(agents.runs).toHaveCount(50);
  await agents.panel.getByRole('button', { name: 'Older runs' }).click();
  await expect(agents.runs).toHaveCount(70);
  await expect(agents.panel.getByRole('button', { name: 'Older runs' })).toHaveCount(0);
  await agents.filter('Verdict').selectOption('Veto');
  await agents.filter('Kind').selectOption('Position');
  await expect(agents.runs.first()).toContainText('Veto');
  await agents.filter('Scenario').selectOption('Scenario A');
  await expect(agents.panel).toContainText('No run is like that.');
});

test('a verdict that none of the newest runs has is found page by page', async ({ engine, openCockpit }) => {
  const runs = Array.from({ length: 130 }, (_, index) =>
    scriptedRun({
      runId: `entry:decision@${index}`,
      startedAtUtcMs: scriptedNowUtcMs - index * 60_000,
      state: 'ended',
      durationMs: 10,
      verdict: index === 125 ? 'veto' : 'confirm',
    }),
  );
  engine.agents.runs = runs.map((summary) => ({ summary, steps: [] }));
  const { agents } = await openCockpit();
  await agents.show('Runs');
  await agents.filter('Verdict').selectOption('Veto');
  const older = agents.panel.getByRole('button', { name: 'Older runs' });
  await older.click();
  await expect(older).toBeEnabled();
  await older.click();
  await expect(agents.runs).toHaveCount(1);
  await expect(agents.runs.first()).toContainText('Veto');
  await expect(older).toHaveCount(0);
});

test('a run is played again, and where it differs both sides stand beside each other', async ({
  engine,
  openCockpit,
}) => {
  const ended = scriptedRun({ state: 'ended', durationMs: 3421, verdict: 'confirm', mode: 'model', isGrounded: true });
  engine.agents.runs = [{ summary: ended, steps: stepsOf(wholeRun) }];
  const report = { runId: ended.runId, isSame: true, recorded: {}, replayed: {}, differences: [] };
  engine.agents.replays = [
    replayReportSchema.parse({ ...report, source: 'recording' }),
    replayReportSchema.parse({
      ...report,
      source: 'model',
      isSame: false,
      differences: [{ path: 'verdict', recorded: 'confirm', replayed: 'veto' }],
    }),
  ];
  const { agents } = await openCockpit();
  await agents.show('Runs');
  await agents.run.getByRole('button', { name: 'From its recording' }).click();
  await expect(agents.run).toContainText('the same');
  await agents.run.getByRole('button', { name: 'Ask the models again' }).click();
  await expect(agents.run.getByRole('table', { name: 'Where the run played again differs' })).toContainText(
    'verdictconfirmveto',
  );
});

test('after news that overran the bound the run in sight is asked for anew', async ({ engine, openCockpit }) => {
  const { agents } = await openCockpit();
  await agents.show('Runs');
  engine.agents.tell(runTold(), ...setupSteps);
  await expect(agents.run).toContainText('Gathered');
  const [known] = engine.agents.runs;
  if (known === undefined) throw new Error('the run is known');
  engine.agents.runs = [{ ...known, steps: stepsOf(wholeRun) }];
  engine.agents.beginAgain();
  await expect(agents.part('Conclusion')).toBeVisible();
});

test('what the agents propose for a position is taken or dismissed by the trader, with the money first', async ({
  engine,
  openCockpit,
}, info) => {
  const proposal = proposalSchema.parse({
    proposalId: 'proposal-1',
    runId: 'manage:700104@1',
    scenario: 'B',
    symbol: 'XAUUSD',
    positionId: '700104',
    action: { kind: 'moveStop', stop: 4201.5 },
    statements: [
      {
        text: 'Volume of 1.84 times its usual has faded.',
        citations: [{ evidenceId: 'feature:H1/rvol', value: 1.84 }],
      },
    ],
    evidence: scriptedEvidence,
    isGrounded: true,
    model: 'gpt-oss:120b-cloud',
    proposedAtUtcMs: scriptedNowUtcMs,
    validUntilUtcMs: scriptedNowUtcMs + 1_800_000,
  });
  engine.show({ proposals: [proposal] });
  const cockpit = await openCockpit();
  const { dialog, page } = cockpit;
  const card = cockpit.panel('positions').getByRole('article');
  await expect(card).toContainText('stop to 4201.50');
  await info.attach('proposal', { body: await page.screenshot(), contentType: 'image/png' });
  await card.getByRole('button', { name: 'Take…' }).click();
  await expect(dialog).toContainText('4192.40');
  await expect(dialog.getByRole('button', { name: 'Leave it as it is' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await expect(dialog).toHaveCount(0);
  await card.getByRole('button', { name: 'Dismiss' }).click();
  await expect
    .poll(() => engine.received.filter(({ name }) => name.endsWith('Proposal')))
    .toEqual([
      { name: 'takeProposal', input: { proposalId: 'proposal-1' } },
      { name: 'dismissProposal', input: { proposalId: 'proposal-1' } },
    ]);
  engine.show({ proposals: [] });
  engine.publish([{ kind: 'proposalsChanged', proposals: [] }]);
  await expect(card).toHaveCount(0);
});

test('a lesson says how often it was shown and what came of it, and is retired with a reason', async ({
  engine,
  openCockpit,
}, info) => {
  const view = {
    lesson: {
      lessonId: 'lesson:reflection/700103#1',
      tradeId: 'trade:700103#1',
      decisionId: 'decision-3',
      scenario: 'B',
      symbol: 'EURUSD',
      side: 'buy',
      regime: 'trendUp',
      situation: 'A breakout on thin volume before a holiday.',
      observation: 'It fell back within two bars.',
      advice: 'Look at the volume of the bar before: below 1.1 times its usual breakouts seldom hold.',
      evidence: [scriptedEvidence[1]],
      isGrounded: true,
      rMultiple: -1.04,
      model: 'gpt-oss:120b-cloud',
      runId: 'reflection:700103@1',
      learntAtUtcMs: scriptedNowUtcMs - 86_400_000,
    },
    retired: null,
    uses: 11,
    tradesWith: 9,
    tradesWithout: 14,
    effectR: 0.22,
    lowR: -0.1,
    highR: 0.54,
  };
  const few = { ...view, uses: 1, tradesWith: 1, effectR: null, lowR: null, highR: null };
  engine.agents.lessons = [
    lessonViewSchema.parse(view),
    lessonViewSchema.parse({ ...few, lesson: { ...view.lesson, lessonId: 'lesson:reflection/700099#1' } }),
  ];
  const { agents, dialog, page } = await openCockpit();
  await agents.show('Lessons');
  await expect(agents.lessons.first()).toContainText('+0.22\u202fR (−0.10\u202fR … +0.54\u202fR)');
  await expect(agents.lessons.nth(1)).toContainText('too few');
  await info.attach('lessons', { body: await page.screenshot(), contentType: 'image/png' });
  await agents.lessons.first().getByRole('button', { name: 'Retire…' }).click();
  await expect(dialog.getByRole('button', { name: 'Retire…' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('It fits no market of now.');
  await dialog.getByRole('button', { name: 'Retire…' }).click();
  await expect(dialog).toHaveCount(0);
  expect(engine.received.find(({ name }) => name === 'retireLesson')?.input).toEqual({
    lessonId: 'lesson:reflection/700103#1',
    reason: 'It fits no market of now.',
  });
  engine.agents.lessons = engine.agents.lessons.slice(1);
  engine.publish([{ kind: 'lessonsChanged', lessonId: 'lesson:reflection/700103#1' }]);
  await expect(agents.lessons).toHaveCount(1);
});

test('why not: of the last decision the filters that held the trade back', async ({ openCockpit }) => {
  const { agents } = await openCockpit();
  await agents.show('Why not');
  await expect(agents.panel).toContainText('Held back by 1 of 3');
  await expect(agents.panel.getByRole('row')).toHaveCount(2);
  await expect(agents.panel).toContainText('Close above the channel');
});
