import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { TerminalSession } from './terminal-session.ts';

test('tells once that its socket broke, and stops beating', async () => {
  const clock = createManualClock();
  const socket = new Socket();
  const ended: unknown[] = [];
  const session = new TerminalSession({
    socket,
    token: makePairingToken(new Uint8Array(20)),
    appNonce: new Uint8Array(32),
    clock: clock.monotonic,
    timers: clock.timers,
    onOutput: () => undefined,
    onEnded: (_, why) => ended.push(why),
  });
  expect(clock.pendingTimers()).toBe(1);
  socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  await expect.poll(() => ended.length).toBe(1);
  session.end({ code: 'ENGINE_STOPPING', message: 'later', facts: {} });
  expect(ended).toMatchObject([{ code: 'PIPE_FAILED', facts: { cause: 'ECONNRESET' } }]);
  expect(clock.pendingTimers()).toBe(0);
});
