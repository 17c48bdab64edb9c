import { expect, test } from 'vitest';
import type { ReplayControlBody } from '#main/protocol/messages/replay-messages.ts';
import type { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import {
  barsHeard,
  fullSpeed,
  isReport,
  opening,
  report,
  TerminalRig,
  ticksHeard,
} from './simulated-terminal.suite.ts';

const control = async (cockpit: ScriptedCockpit, body: ReplayControlBody): Promise<unknown> => {
  const from = cockpit.heard.length;
  cockpit.send({ kind: 'REPLAY_CONTROL', body });
  return (await cockpit.until(report('REPLAY'), from)).message.body;
};

const rest = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 150));

/** Holds the market and lets what was under way arrive. */
async function heldByTrader(): Promise<TerminalRig> {
  const rig = await TerminalRig.start({ speed: fullSpeed });
  await rig.cockpit.until(report('TICKS'));
  await control(rig.cockpit, { kind: 'hold', by: 'trader' });
  await rest();
  return rig;
}

test('a market that two hold goes on only when both have let go', async () => {
  await using rig = await heldByTrader();
  const { cockpit } = rig;
  expect(await control(cockpit, { kind: 'hold', by: 'ticket' })).toMatchObject({ heldBy: ['ticket', 'trader'] });
  const standing = ticksHeard(cockpit).length;
  expect(await control(cockpit, { kind: 'release', by: 'trader' })).toMatchObject({ heldBy: ['ticket'] });
  await rest();
  expect(ticksHeard(cockpit).length).toBe(standing);
  expect(await control(cockpit, { kind: 'release', by: 'ticket' })).toMatchObject({ heldBy: [] });
  await cockpit.until(report('BARS'), cockpit.heard.length - 1);
});

test('held, it goes by single minutes, as many as were asked for', async () => {
  await using rig = await heldByTrader();
  const { cockpit } = rig;
  const before = barsHeard(cockpit);
  for (let step = 0; step < 3; step++) cockpit.send({ kind: 'REPLAY_CONTROL', body: { kind: 'step' } });
  await expect.poll(() => barsHeard(cockpit).length, { timeout: 20_000 }).toBe(before.length + 3);
  await rest();
  const last = Math.max(...before);
  expect(barsHeard(cockpit).slice(before.length)).toEqual([1, 2, 3].map((minute) => last + minute * 60_000));
});

test('unheld, a step does nothing of its own', async () => {
  await using rig = await TerminalRig.start({ speed: 1 });
  const { cockpit } = rig;
  await cockpit.until(report('TICKS'));
  const bars = barsHeard(cockpit).length;
  cockpit.send({ kind: 'REPLAY_CONTROL', body: { kind: 'step' } });
  await rest();
  expect(barsHeard(cockpit).length).toBe(bars);
});

test('who holds it and how fast it goes outlives the terminal', async () => {
  await using rig = await heldByTrader();
  const { cockpit } = rig;
  expect(await control(cockpit, { kind: 'setSpeed', speed: 240 })).toMatchObject({ heldBy: ['trader'], speed: 240 });
  rig.stopTerminal();
  const from = cockpit.heard.length;
  rig.startTerminal();
  const snapshot = await cockpit.until(opening, from);
  expect(snapshot.head.replay).toMatchObject({ heldBy: ['trader'], speed: 240 });
  await cockpit.until((it) => it.kind === 'ponged' || isReport('BARS')(it), from);
  const standing = ticksHeard(cockpit).length;
  await rest();
  expect(ticksHeard(cockpit).length).toBe(standing);
});
