import { dirname } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bridgeRig, type BridgeRig } from '#main/bridge/bridge-rig.suite.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { buildProgram } from './build/build-program.ts';
import { programs } from './build/places.ts';
import { whySkipped } from './build/variant.ts';
import { buildMsMax } from './link/build-probes.ts';
import { AdviserRig } from './terminal/adviser-rig.suite.ts';
import { startAdviser, type AdviserOptions, type RunningAdviser } from './terminal/start-adviser.ts';

const why = whySkipped('plain');

const toDispose: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of toDispose.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

/** A bridge in real time; with the pipe of another one that has gone, where one is given. */
async function cockpit(gone?: BridgeRig): Promise<BridgeRig> {
  const { wallClock, monotonicClock, timers } = realTime;
  const pipe = gone === undefined ? {} : { token: gone.token, address: gone.address };
  const rig = await bridgeRig({ wallClock, monotonicClock, timers, ...pipe });
  toDispose.push(rig);
  return rig;
}

async function terminal(): Promise<AdviserRig> {
  const rig = await AdviserRig.start({ time: 'real' });
  toDispose.push(rig);
  return rig;
}

async function attach(
  to: AdviserRig,
  options: Omit<Partial<AdviserOptions>, 'terminal' | 'program'>,
): Promise<RunningAdviser> {
  const places = { dataFolder: to.folder, pipesFolder: to.folder };
  const adviser = await startAdviser({ terminal: to.terminal, program: programs.AtsBridge, ...places, ...options });
  toDispose.push({ [Symbol.asyncDispose]: () => adviser.kill() });
  return adviser;
}

const at = ({ token, address }: BridgeRig): Pick<AdviserOptions, 'inputs' | 'pipesFolder'> => ({
  inputs: { InpToken: token },
  pipesFolder: dirname(address),
});

const kindsOf = ({ events }: BridgeRig): string[] => events.map(({ kind }) => kind);

const until = async (isSo: () => boolean): Promise<void> => {
  await expect.poll(isSo, { timeout: 15_000, interval: 20 }).toBe(true);
};

/** OnInit's codes. */
const [succeeded, failed, parametersIncorrect] = [0, 1, 32_767];

describe.skipIf(why !== null)(`the adviser and the bridge${why === null ? '' : ` (${why})`}`, () => {
  beforeAll(async () => {
    await buildProgram({ program: programs.AtsBridge, variant: 'plain' });
  }, buildMsMax);

  test('opens a session with the account, and leaves with a word', async () => {
    const bridge = await cockpit();
    const adviser = await attach(await terminal(), at(bridge));
    expect(adviser.host.initCode).toBe(succeeded);
    await until(() => kindsOf(bridge).includes('sessionOpened'));
    await until(() => adviser.host.comment.includes('connected, version 0.1.0'));
    const statistics = await adviser.stop();
    await until(() => kindsOf(bridge).includes('sessionClosed'));
    expect(bridge.events.find(({ kind }) => kind === 'sessionClosed')).toMatchObject({
      fault: { code: 'NOT_CONNECTED', message: 'The adviser has left its chart.' },
    });
    expect(adviser.host.comment).toBe('');
    expect(statistics).toMatchObject({ writesThatWouldBlock: 0, readsThatWouldBlock: 0, ruleViolations: 0 });
  });

  test('stays connected, and comes back after the bridge was away', async () => {
    const bridge = await cockpit();
    const adviser = await attach(await terminal(), at(bridge));
    await until(() => kindsOf(bridge).filter((kind) => kind === 'latencyMeasured').length >= 2);
    expect(kindsOf(bridge)).not.toContain('sessionClosed');
    await bridge.bridge.dispose();
    await until(() => adviser.host.comment.includes('not connected'));
    const next = await cockpit(bridge);
    await until(() => kindsOf(next).includes('sessionOpened'));
    await until(() => adviser.host.comment.includes('connected, version'));
  });

  test('refuses the strategy tester, with a message', async () => {
    const adviser = await attach(await terminal(), { setup: { program: { MQL_TESTER: 1 } } });
    await adviser.ended;
    expect(adviser.host.initCode).toBe(failed);
    expect(adviser.host.alerts).toEqual([expect.stringContaining('does not run in the strategy tester')]);
  });

  test.each([
    ['no token', { InpToken: '' }, 'not a pairing token'],
    ['a token that was cut', { InpToken: 'v1.ABCDEFGHIJKLMNOPQRSTUVWXYZ' }, 'not a pairing token'],
    ['a token with a strange character', { InpToken: `v1.${'A'.repeat(31)}0` }, 'not a pairing token'],
    ['a timer that is too fast', { InpTimerMs: 9 }, 'at least 10 ms'],
  ])('refuses %s', async (_, inputs, message) => {
    const bridge = await cockpit();
    const adviser = await attach(await terminal(), { inputs: { InpToken: bridge.token, ...inputs } });
    await adviser.ended;
    expect(adviser.host.initCode).toBe(parametersIncorrect);
    expect(adviser.host.alerts).toEqual([expect.stringContaining(message)]);
  });

  test('reads a token as a person pasted it', async () => {
    const bridge = await cockpit();
    await attach(await terminal(), { ...at(bridge), inputs: { InpToken: `  ${bridge.token.toLowerCase()} ` } });
    await until(() => kindsOf(bridge).includes('sessionOpened'));
  });

  test('runs once in a terminal, and is let in again when the first has left', async () => {
    const bridge = await cockpit();
    const chart = await terminal();
    const first = await attach(chart, at(bridge));
    const second = await attach(chart, at(bridge));
    expect([first.host.initCode, second.host.initCode]).toEqual([succeeded, failed]);
    expect(second.host.alerts).toEqual([expect.stringContaining('runs on another chart of this terminal')]);
    await first.kill();
    expect((await attach(chart, at(bridge))).host.initCode).toBe(succeeded);
  });

  test('says on the chart that another terminal holds the session', async () => {
    const bridge = await cockpit();
    await attach(await terminal(), at(bridge));
    await until(() => kindsOf(bridge).includes('sessionOpened'));
    const newcomer = await attach(await terminal(), at(bridge));
    await until(() => newcomer.host.comment.includes('The cockpit says:'));
    expect(kindsOf(bridge).filter((kind) => kind === 'sessionOpened')).toHaveLength(1);
    expect(kindsOf(bridge)).not.toContain('sessionClosed');
  });
});
