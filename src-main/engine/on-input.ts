import { assertNever } from '#shared/base/assert.ts';
import type { EngineInput } from './engine-input.ts';
import { guardStops } from './guard-stops.ts';
import { onAnswered } from './on-answered.ts';
import { onBarClosed } from './on-bar-closed.ts';
import { onCommand } from './on-command.ts';
import { onOrderHandedOver } from './on-order-handed-over.ts';
import { onTerminalEvent } from './on-terminal-event.ts';
import { onTimePassed } from './on-time-passed.ts';
import { onWordFile } from './on-word-file.ts';
import { settleAgents } from './settle-agents.ts';
import { settleHalt } from './settle-halt.ts';
import { settleReplay } from './settle-replay.ts';
import type { Step } from './step.ts';
import { updatePhases } from './update-phases.ts';

export function onInput(step: Step, input: EngineInput): void {
  switch (input.kind) {
    case 'terminal':
      onTerminalEvent(step, input.event);
      break;
    case 'barFormed':
      step.show({ kind: 'barFormed', symbol: input.symbol, timeframe: input.timeframe, bar: input.bar });
      break;
    case 'barClosed':
      onBarClosed(step, input);
      break;
    case 'command': {
      const result = onCommand(step, input.command, input.actor);
      step.answer(() => {
        input.answer(result);
      });
      break;
    }
    case 'dataHealthChanged':
      step.market.dataHealth = input.health;
      break;
    case 'wordFileChanged':
      onWordFile(step, input.word, input.reason);
      break;
    case 'orderHandedOver':
      onOrderHandedOver(step, input.id, input.wasSent);
      break;
    case 'answered':
      onAnswered(step, input);
      break;
    case 'timePassed':
      onTimePassed(step);
      break;
    default:
      assertNever(input, 'engine input');
  }
  if (step.events.length > 0) guardStops(step, { isReport: false });
  if (step.events.length > 0 || input.kind === 'barClosed') updatePhases(step);
  settleReplay(step);
  settleHalt(step);
  settleAgents(step);
}
