import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import type { Session, SessionPhase } from './session-phases.ts';
import { trySession } from './try-session.ts';

const failed: ServerOutput = { kind: 'failed', fault: fault('FRAME_LENGTH', 'too long') };

/** A session as it should be at its end, but for what is planted. */
const phaseOf = (planted: Partial<Session>): SessionPhase => ({
  name: 'planted',
  order: { from: 'terminal', firstSequence: 1 },
  begin: () => {
    const outputs = [failed];
    return {
      isOpen: () => false,
      receive: () => outputs.splice(0),
      beat: () => undefined,
      takeOutput: () => null,
      ...planted,
    };
  },
});

const input = [Uint8Array.of(1), Uint8Array.of(2)];

const verdictOn = (planted: Partial<Session>): string | null => trySession(phaseOf(planted), input, {});

test('is content with a session that ends in a fault and is closed', () => {
  expect(verdictOn({})).toBeNull();
});

test.each<[string, Partial<Session>, string]>([
  ['speaks after its end', { receive: () => [failed] }, 'failed after the end'],
  ['stays open', { isOpen: () => true }, 'is open after FRAME_LENGTH'],
  ['goes on writing', { takeOutput: () => new Uint8Array(1) }, 'still writes after FRAME_LENGTH'],
  ['answers a byte with a flood', { takeOutput: () => new Uint8Array(2 ** 20) }, '1048576 bytes in answer to 1'],
])('finds a session that %s', (_, planted, what) => {
  expect(verdictOn(planted)).toBe(`planted: ${what}`);
});
