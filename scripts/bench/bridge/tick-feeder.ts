/**
 * A terminal in a process of its own that sends so many ticks as fast as its credit allows, from the protocol's own client. Told by
 * arguments: address, token, what to do (`ticks`, `hints`, `pings`), how often, and the number of the first tick. One JSON line on stdout says how long it took.
 */
import { positionId } from '#shared/trading/ids.ts';
import { parsePairingToken } from '#main/protocol/pairing-token.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import { ticksPerMessageMax, type WireTick } from '#main/protocol/tick-codec.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { sampleStampMs, sampleWireSnapshot } from '#main/testkit/sample-wire.ts';
import { ScriptedTerminal } from '#main/testkit/scripted-terminal.ts';
import { ticksFrom } from './sample-ticks.ts';

const [address = '', tokenText = '', task = '', countText = '', firstText = '0'] = process.argv.slice(2);
const [count, first] = [Number(countText), Number(firstText)];
const token = parsePairingToken(tokenText);
if (!token.ok) throw new Error(token.error.message);

/** So many messages are handed to the session before it is waited for: well below what a lane holds. */
const messagesUnderWay = 48;

using terminal = await ScriptedTerminal.connect({
  address,
  token: token.value,
  clock: realTime.monotonicClock,
  snapshot: sampleWireSnapshot(),
});
await terminal.next();
await terminal.settle();

const startedAtMs = performance.now();
const figures = task === 'pings' ? await ping() : task === 'hints' ? await hint() : await stream();
const tookMs = performance.now() - startedAtMs;
process.stdout.write(`${JSON.stringify({ tookMs, ...figures })}\n`);

/** In messages as full as they can be. */
async function stream(): Promise<object> {
  let sent = 0;
  for (let message = 1; sent < count; message++) {
    const ticks: WireTick[] = ticksFrom(first + sent, Math.min(ticksPerMessageMax, count - sent)).map(
      ({ offsetMs, bid, ask }) => ({
        stampMs: serverMs(sampleStampMs + offsetMs),
        bid,
        ask,
      }),
    );
    terminal.send({ kind: 'TICKS', body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: false, ticks } });
    sent += ticks.length;
    if (message % messagesUnderWay === 0) await terminal.settle();
  }
  await terminal.settle();
  return { sent };
}

/** Small messages that change nothing: what is measured is the way. */
async function hint(): Promise<object> {
  const body = {
    type: 'position',
    orderTicket: null,
    dealTicket: null,
    positionId: positionId('501'),
    clientOrderId: null,
  } as const;
  for (let sent = 1; sent <= count; sent++) {
    terminal.send({ kind: 'TRANSACTION', body: { ...body, stampMs: sampleStampMs } });
    if (sent % messagesUnderWay === 0) await terminal.settle();
  }
  await terminal.settle();
  return {};
}

async function ping(): Promise<object> {
  const roundTripsMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = performance.now();
    await terminal.settle();
    roundTripsMs.push(performance.now() - at);
  }
  return { roundTripsMs };
}
