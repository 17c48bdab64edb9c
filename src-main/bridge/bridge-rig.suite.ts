import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { makePairingToken, type PairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { sampleWireSnapshot } from '#main/testkit/sample-wire.ts';
import { ScriptedTerminal, type ScriptedTerminalSpec } from '#main/testkit/scripted-terminal.ts';
import { Bridge, type BridgeSpec } from './bridge.ts';

export interface BridgeRig extends AsyncDisposable {
  readonly bridge: Bridge;
  readonly address: string;
  readonly token: PairingToken;
  readonly clock: ManualClock;
  readonly events: readonly TerminalEvent[];
  readonly lines: readonly RecordedLine[];
  readonly spec: BridgeSpec;
  /** A terminal whose session is open, unless its `snapshot` is null. */
  readonly connect: (changes?: Partial<ScriptedTerminalSpec>) => Promise<ScriptedTerminal>;
  /** The codes that were warned of, in order. */
  readonly warnedCodes: () => unknown[];
  /** Resolves when the bridge has warned of this code so many times. */
  readonly warned: (code: string, times?: number) => Promise<void>;
}

/** A bridge on a real pipe, with clocks that stand until they are moved. */
export async function bridgeRig(changes: Partial<BridgeSpec> = {}): Promise<BridgeRig> {
  const runtimeFolder = await mkdtemp(join(tmpdir(), 'ats-bridge-'));
  const token = makePairingToken(randomBytes(20));
  const address = pipeAddress({ token, platform: process.platform, runtimeFolder });
  assert(address.ok, 'a temporary folder has a short path');
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  const spec: BridgeSpec = {
    token,
    address: address.value,
    appVersion: '0.1.0',
    profile: { name: 'any', clockRule: 'ny+7', server: null, login: null, tradeMode: null },
    source: { lastDealTicket: () => null, subscriptions: () => [] },
    limits: null,
    wallClock: clock.wall,
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    rng: { bytes: randomBytes },
    logger,
    ...changes,
  };
  const bridge = new Bridge(spec);
  const events: TerminalEvent[] = [];
  bridge.subscribe((event) => events.push(event));
  expect(await bridge.listen()).toEqual({ ok: true, value: undefined });
  const terminals: ScriptedTerminal[] = [];
  const warnedCodes = (): unknown[] => lines.filter(({ level }) => level === 'warn').map(({ facts }) => facts.code);
  return {
    bridge,
    address: address.value,
    token,
    clock,
    events,
    lines,
    spec,
    warnedCodes,
    warned: async (code, times = 1) => {
      await expect.poll(() => warnedCodes().filter((warned) => warned === code).length).toBe(times);
    },
    connect: async (wishes = {}) => {
      const snapshot = sampleWireSnapshot();
      const terminal = await ScriptedTerminal.connect({
        address: address.value,
        token,
        clock: clock.monotonic,
        snapshot,
        ...wishes,
      });
      terminals.push(terminal);
      return terminal;
    },
    [Symbol.asyncDispose]: async () => {
      for (const terminal of terminals) terminal[Symbol.dispose]();
      await bridge.dispose();
      await rm(runtimeFolder, { recursive: true });
    },
  };
}

/** A terminal that was welcomed, whose snapshot the bridge has taken. */
export async function openTerminal(
  rig: BridgeRig,
  changes: Partial<ScriptedTerminalSpec> = {},
): Promise<ScriptedTerminal> {
  const terminal = await rig.connect(changes);
  expect(await terminal.next()).toMatchObject({ kind: 'welcomed' });
  await terminal.settle();
  return terminal;
}
