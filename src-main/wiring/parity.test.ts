import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import { clientOrderId } from '#shared/trading/ids.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import {
  logIn,
  playBacktest,
  playByPipe,
  playedMinutes,
  recordingIn,
  type LoggedEvent,
} from './play-recording.suite.ts';
import type { History } from './read-history.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';
import { wireLive } from './wire-live.ts';
import { wirePaper } from './wire-paper.ts';

let folder: TemporaryFolder;
let history: History;
let log: readonly LoggedEvent[];

const inside = (name: string): string => path.join(folder.beside, name);

beforeAll(async () => {
  folder = temporaryDataFolder();
  history = recordingIn(folder.beside);
  expect(await playBacktest(inside('backtest'), history)).toBe(playedMinutes.length);
  log = logIn(inside('backtest'));
});

afterAll(() => {
  folder[Symbol.dispose]();
});

/** Every minute waits for the pipe: on a busy machine that takes longer than a test is usually granted. */
const patient = { timeout: 120_000 };

const bodies = (kind: string): readonly string[] => log.filter((it) => it.kind === kind).map(({ body }) => body);

test('the recording holds entries of both sides, exits by rule, and stops', () => {
  const deals = bodies('dealRecorded').join('\n');
  for (const made of ['"entry":"in".*"side":"buy"', '"entry":"in".*"side":"sell"', '"reason":"stop"'])
    expect(deals.match(new RegExp(made, 'g'))?.length, made).toBeGreaterThan(3);
  expect(bodies('intentFormed').filter((body) => body.includes('"kind":"close"')).length).toBeGreaterThan(3);
  expect(bodies('approvalEnded').every((body) => body.includes('"actor":"simulation"'))).toBe(true);
});

test('a backtest of the same recording gives the same log, byte for byte', async () => {
  await playBacktest(inside('again'), history);
  expect(logIn(inside('again'))).toEqual(log);
});

test(
  'paper, over the pipe, logs what the backtest logs: decisions, intents, orders, fills and all between them',
  patient,
  async () => {
    await playByPipe({ folder: inside('paper'), history, wire: wirePaper });
    expect(logIn(inside('paper')).slice(beforeTheMarket).map(comparable)).toEqual(
      log.slice(beforeTheMarket).map(comparable),
    );
  },
);

test('live asks the trader, whatever the settings say of a simulation', patient, async () => {
  const isDone = ({ snapshot }: Cockpit): boolean => snapshot().approvals.length > 0;
  await playByPipe({ folder: inside('live'), history, wire: wireLive, isDone });
  const live = logIn(inside('live'));
  const intents = live.filter(({ kind }) => kind === 'intentFormed').map(({ body }) => body);
  expect(intents.length).toBeGreaterThan(0);
  expect(bodies('intentFormed').slice(0, intents.length)).toEqual(intents);
  expect(live.some(({ kind }) => kind === 'approvalEnded' || kind === 'orderJournaled')).toBe(false);
});

/** Before the terminal is heard the desk's time stands in for the market's. */
const beforeTheMarket = 2;

/** An event without what tells one cockpit, account or desk from another, whose runs are alike in all else. */
function comparable({ kind, body, occurred_at_utc_ms: occurredAtUtcMs }: LoggedEvent) {
  const alike = body
    .replaceAll(/"account":\{[^}]*\}/g, '"account":{}')
    .replaceAll(/"build":"[^"]*"/g, '"build":""')
    .replaceAll(/(#\d+)@\d+/g, '$1')
    .replaceAll(/"openedAtWallUtcMs":\d+/g, '"openedAtWallUtcMs":0')
    .replaceAll(/\d{19}/g, (id) => `order ${parseClientOrderId(clientOrderId(id))?.counter ?? id}`);
  return { kind, occurredAtUtcMs, body: alike };
}
