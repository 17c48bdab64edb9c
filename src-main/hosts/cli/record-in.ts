import { InvalidArgumentError } from 'commander';
import { recordIdSchema, type RecordId } from '#shared/trading/record-id.ts';

/** A record of the chain as the command line names it. */
export function recordIn(text: string): RecordId {
  const id = recordIdSchema.safeParse(text);
  if (id.success) return id.data;
  throw new InvalidArgumentError(
    'A record is named kind:key, such as trade:88#1; kinds are signal, decision, riskCheck, approval, order, deal, trade, lesson, regime, symbol, scenario.',
  );
}
