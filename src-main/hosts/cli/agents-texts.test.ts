import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleRunSummary } from '#main/testkit/sample-agent-run.ts';
import { sampleLesson, sampleLessonView } from '#main/testkit/sample-lesson.ts';
import { sampleReplayReport } from '#main/testkit/scripted-agents.ts';
import { lessonsText } from './lessons-text.ts';
import { replayText } from './replay-text.ts';
import { runsText } from './runs-text.ts';
import { scopesIn } from './scopes-in.ts';
import { rowsOf } from './table-rows.suite.ts';

test('runs are listed with their ids, by whom they were spoken, and how they stand', () => {
  const rows = rowsOf(
    runsText(
      [
        sampleRunSummary(),
        sampleRunSummary({ runId: 'r-2', mode: 'model', model: 'gpt-oss:120b-cloud', isGrounded: false }),
        sampleRunSummary({ runId: 'r-3', mode: null, verdict: null, state: 'running', durationMs: null }),
      ],
      20,
    ),
  );
  expect(rows.map(([, ...cells]) => cells)).toEqual([
    ['about', 'verdict', 'by', 'took', 'run'],
    ['entry B XAUUSD', 'confirm', 'rules only', '12 ms', `entry:decision-1@${sampleStartUtcMs}`],
    ['entry B XAUUSD', 'confirm, ungrounded', 'gpt-oss:120b-cloud', '12 ms', 'r-2'],
    ['entry B XAUUSD', 'running', 'rules only', '–', 'r-3'],
  ]);
  expect(runsText([], 20)).toBe('No run of the agents is recorded.');
});

test('a full page of runs says how to go on', () => {
  const page = [sampleRunSummary({ runId: 'r-2' }), sampleRunSummary({ runId: 'r-1' })];
  expect(runsText(page, 2)).toMatch(/\nOlder ones: --before r-1$/);
  expect(runsText(page, 3)).not.toContain('--before');
});

test('a replay says whether it is the same, and each place where it is not', () => {
  expect(replayText(sampleReplayReport())).toBe('entry:decision-1@0, played again from its recording, says the same.');
  const differences = [
    { path: 'verdict', recorded: 'confirm', replayed: 'veto' },
    { path: 'rank', recorded: 70, replayed: 20 },
  ];
  const text = replayText(sampleReplayReport({ source: 'model', isSame: false, differences }));
  expect(text).toContain('played again by the models of now, differs in 2 place(s):');
  expect(rowsOf(text)).toEqual([
    ['where', 'recorded', 'now'],
    ['verdict', 'confirm', 'veto'],
    ['rank', '70', '20'],
  ]);
});

test('a lesson says what was learnt, and what came of showing it', () => {
  expect(lessonsText([sampleLessonView()])).toBe(
    [
      'lesson:reflection/88#1  B XAUUSD buy, learnt 2024-01-02 00:00 UTC by rules',
      '  A break of the channel in a rising market. The spread had widened before the entry.',
      '  → Look at the spread of the hour.',
      '  shown 3 times; 2 trades with it, 7 without: effect +0.30 R (−0.60 to +1.20)',
    ].join('\n'),
  );
  const unproved = sampleLessonView({
    lesson: sampleLesson({ isGrounded: false, model: 'llama3.1:8b' }),
    retired: { atUtcMs: sampleStartUtcMs, reason: 'a lucky gap' },
    ...{ effectR: null, lowR: null, highR: null },
  });
  const text = lessonsText([unproved]);
  expect(text).toContain('by llama3.1:8b, ungrounded');
  expect(text).toMatch(/no effect known yet\n {2}retired 2024-01-02 00:00 UTC: a lucky gap$/);
  expect(lessonsText([])).toBe('No lesson was learnt yet.');
});

test('scopes stand with commas between them, or one after the other', () => {
  expect(scopesIn('read, halt')).toEqual(['read', 'halt']);
  expect(scopesIn('approve', scopesIn('read'))).toEqual(['read', 'approve']);
  for (const text of ['', 'write', 'read,', 'read halt']) expect(() => scopesIn(text)).toThrow('Scopes are');
});
