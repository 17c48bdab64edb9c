import Table from 'cli-table3';
import { assertNever } from '#shared/base/assert.ts';
import type { SignalAnswer } from '#shared/contract/signal.ts';
import type { Signal } from '#shared/trading/signal.ts';
import { stampText } from './health-text.ts';

/** For people: what the rules, the agents and risk say, one below the other, and why. */
export function signalText(answer: SignalAnswer): string {
  const { scenario, symbol, asOf, validUntil, ruleVerdict, reasons, dataQuality } = answer;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    { rules: `${ruleText(ruleVerdict.signal)}${failedText(answer)}` },
    { agents: modelText(answer) },
    { risk: riskText(answer) },
    { data: `quote ${(dataQuality.quoteAgeMs / 1000).toFixed(1)} s old, spread ${shortText(dataQuality.spread)}` },
  );
  return [
    `${symbol}, ${scenario}: decided on ${stampText(asOf)} UTC, valid until ${stampText(validUntil)}`,
    table.toString(),
    ...reasons.map(({ text }) => `- ${text}`),
  ].join('\n');
}

function ruleText(signal: Signal): string {
  switch (signal.kind) {
    case 'none':
      return 'nothing to do';
    case 'enter':
      return `enter ${signal.side} at ${signal.reference}, stop ${signal.stop}, target ${signal.target ?? 'none'}`;
    case 'exit':
      return `leave the ${signal.side} (${signal.reason})`;
    case 'moveStop':
      return `move the stop of the ${signal.side} to ${signal.stop} (${signal.reason})`;
    case 'closePart':
      return `close ${Math.round(signal.ratio * 100)} % of the ${signal.side} (${signal.reason})`;
    default:
      return assertNever(signal, 'signal');
  }
}

function failedText({ ruleVerdict: { passes, filters } }: SignalAnswer): string {
  const failed = filters.filter((filter) => !filter.passed).map(({ filter }) => filter);
  return passes || failed.length === 0 ? '' : `; not passed: ${failed.join(', ')}`;
}

function modelText({ mode, modelVerdict }: SignalAnswer): string {
  if (modelVerdict === null) return 'nobody was asked';
  const { verdict, rank, isGrounded, models } = modelVerdict;
  const who = mode === 'rulesOnly' || models.length === 0 ? 'rules only' : models.join(', ');
  return `${verdict}, rank ${rank}${isGrounded ? '' : ', ungrounded'} (${who})`;
}

function riskText({ riskVerdict }: SignalAnswer): string {
  const { verdict, fault, approvalId, volume, riskMoney, outcome } = riskVerdict;
  switch (verdict) {
    case 'notAsked':
      return 'not asked';
    case 'denied':
      return fault === null ? 'denied' : `denied: ${fault.code} ${fault.message}`;
    case 'approved':
      return `approved ${volume ?? '–'} lots at a risk of ${riskMoney?.toFixed(2) ?? '–'}; ticket ${approvalId ?? '–'} ${outcome ?? 'waits'}`;
    default:
      return assertNever(verdict, 'verdict of risk');
  }
}

const shortText = (value: number): string => String(Number(value.toPrecision(6)));
