import { fault, type Fault } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { isUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { ClockCheck } from '#main/ports/terminal-event.ts';
import type { Pulse } from '#main/protocol/messages/control-messages.ts';

/** Servers keep whole or half hours to UTC. */
const offsetStepMs = 30 * 60_000;

const residualMsMax = 60_000;

/** So many readings in a row have to say the same. */
const readingsMin = 3;

interface Reading {
  /** The nearest that a server can keep, and how far it was from there. */
  readonly offsetMinutes: number;
  readonly residualMs: number;
  /** Of the profile's rule at that date; null where the PC's clock shows no date that can be. */
  readonly ruleOffsetMinutes: number | null;
}

/**
 * Compares the server's clock with the profile's rule. Server time has no zone, and both of its readings lean on the PC's clock, so nothing is
 * believed before it was said three times: offset = 30 min · round(Δ ÷ 30 min), with a residual below 60 s.
 */
export class ClockWatch {
  readonly #rule: BrokerClock;
  #readings: readonly Reading[] = [];
  #verdict: ClockCheck = { kind: 'pending' };

  constructor(rule: BrokerClock) {
    this.#rule = rule;
  }

  /** The verdict where it is another one than before, else null. */
  read(clock: Pulse['clock']): ClockCheck | null {
    this.#readings = [...this.#readings, readingOf(clock, this.#rule)].slice(-readingsMin);
    const verdict = this.#judge();
    const isNew = !isSameVerdict(verdict, this.#verdict);
    this.#verdict = verdict;
    return isNew ? verdict : null;
  }

  #judge(): ClockCheck {
    const newest = this.#readings.at(-1);
    if (newest === undefined || this.#readings.length < readingsMin) return { kind: 'pending' };
    if (this.#readings.every((reading) => !isPlain(reading))) return { kind: 'disagreed', fault: adrift(newest) };
    const { offsetMinutes, ruleOffsetMinutes } = newest;
    const isSettled = this.#readings.every((it) => isPlain(it) && it.offsetMinutes === offsetMinutes);
    if (!isSettled) return { kind: 'pending' };
    return offsetMinutes === ruleOffsetMinutes
      ? { kind: 'agreed', offsetMinutes }
      : { kind: 'disagreed', fault: otherRule(newest, this.#rule) };
  }
}

function readingOf({ tradeServerMs, gmtMs }: Pulse['clock'], rule: BrokerClock): Reading {
  const differenceMs = tradeServerMs - gmtMs;
  const offsetMs = offsetStepMs * Math.round(differenceMs / offsetStepMs);
  return {
    offsetMinutes: offsetMs / 60_000,
    residualMs: Math.abs(differenceMs - offsetMs),
    ruleOffsetMinutes: isUtcMs(gmtMs) ? rule.offsetMsAt(utcMs(gmtMs)) / 60_000 : null,
  };
}

const isPlain = ({ residualMs }: Reading): boolean => residualMs < residualMsMax;

/** Facts that change with each reading do not make another verdict. */
const isSameVerdict = (a: ClockCheck, b: ClockCheck): boolean => gist(a) === gist(b);

const gist = (check: ClockCheck): string =>
  check.kind === 'agreed'
    ? `agreed ${check.offsetMinutes}`
    : check.kind === 'disagreed'
      ? `disagreed ${check.fault.facts.serverOffset} ${check.fault.facts.ruleOffset}`
      : check.kind;

const otherRule = ({ offsetMinutes, ruleOffsetMinutes }: Reading, { rule }: BrokerClock): Fault => {
  const serverOffset = offsetText(offsetMinutes);
  const ruleOffset = ruleOffsetMinutes === null ? 'no time that can be' : offsetText(ruleOffsetMinutes);
  return fault(
    'CLOCK_RULE_MISMATCH',
    `The server’s clock stands at ${serverOffset}; the profile’s rule ${rule} says ${ruleOffset} at this date. Entries stay forbidden, and what was stored by this rule may bear wrong times. Choose the profile of this broker, or correct its clock rule, then restart the cockpit; check the PC’s clock, too.`,
    { rule, serverOffset, ruleOffset },
  );
};

const adrift = ({ residualMs }: Reading): Fault =>
  fault(
    'CLOCK_RULE_MISMATCH',
    `The server’s clock is ${Math.round(residualMs / 1000)} seconds away from any whole or half hour to UTC, so its zone cannot be told. Entries stay forbidden. Set the PC’s clock by the internet.`,
    { residualMs },
  );

function offsetText(minutes: number): string {
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = String(Math.abs(minutes) % 60).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}
