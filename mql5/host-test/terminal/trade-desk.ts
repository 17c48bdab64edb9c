import { refusal, type Answer, type Broker } from './broker/broker.ts';
import { OrderRules, type OrderScript } from './broker/order-script.ts';
import { requestFields, type TradeRequest } from './broker/trade-request.ts';
import type { HostConnection } from './host-connection.ts';
import { namedFields } from './line.ts';
import { retcode, transactionType } from './mql5-values.ts';
import type { Schedule } from './schedule.ts';

/** A request that a program has sent; a synchronous one waits for its answer. */
export interface AskedRequest {
  readonly host: HostConnection;
  readonly id: string;
  readonly isSync: boolean;
  readonly request: TradeRequest;
}

export interface TradeDeskOptions {
  readonly schedule: Schedule;
  readonly executionMs: number;
  readonly broker: () => Broker;
  /** Called after each thing that the broker did. */
  readonly onDone: () => void;
  /** Tells a program the answer to its request, if the line and the faults let it. */
  readonly tellAnswer: (host: HostConnection, line: readonly string[]) => void;
}

const placedCodes: readonly number[] = [
  retcode.TRADE_RETCODE_PLACED,
  retcode.TRADE_RETCODE_DONE,
  retcode.TRADE_RETCODE_DONE_PARTIAL,
];

/** Takes requests of programs to the broker, and does with them what the rules say: after a delay, not at all, twice a lie. */
export class TradeDesk {
  readonly rules = new OrderRules();
  readonly #options: TradeDeskOptions;

  constructor(options: TradeDeskOptions) {
    this.#options = options;
  }

  take(asked: AskedRequest): void {
    const { schedule, executionMs } = this.#options;
    const script = this.rules.scriptFor(asked.request);
    // The account that the terminal is logged in to now has it, whatever is switched to until it is carried out.
    const broker = this.#options.broker();
    const carryOut = (): void => {
      const answer = answerTo(broker, asked.request, script);
      this.#options.onDone();
      this.#reply(asked, script, answer);
    };
    // A program that waits for its answer holds simulated time.
    if (asked.isSync && schedule.isSimulated) {
      carryOut();
      return;
    }
    const delayMs = script.delayMs ?? executionMs;
    if (script.executesAfterMs === undefined) {
      schedule.after(delayMs, carryOut);
      return;
    }
    const code = typeof script.reply === 'number' ? script.reply : retcode.TRADE_RETCODE_PLACED;
    schedule.after(delayMs, () => this.#reply(asked, script, refusal(code)));
    schedule.after(delayMs + script.executesAfterMs, () => {
      broker.execute(asked.request, 'adviser', script);
      this.#options.onDone();
    });
  }

  #reply({ host, id, isSync, request }: AskedRequest, { reply }: OrderScript, answer: Answer): void {
    if (isSync) {
      const said = reply === 'lost' ? { ...answer, retcode: retcode.TRADE_RETCODE_TIMEOUT } : answer;
      host.say(['ORDER_RESULT', id, ...namedFields(resultFields(id, said))]);
      host.flush();
      return;
    }
    if (reply === 'lost') return;
    const type = { 't.type': transactionType.TRADE_TRANSACTION_REQUEST };
    const fields = { ...type, ...requestFields(request), ...resultFields(id, answer) };
    this.#options.tellAnswer(host, ['TRANSACTION', ...namedFields(fields)]);
  }
}

/** Carries a request out as its script says, and gives what the server says of it, which need not be what was done. */
function answerTo(broker: Broker, request: TradeRequest, script: OrderScript): Answer {
  const code = script.reply;
  const executes = script.executes ?? (code === undefined || code === 'lost' || placedCodes.includes(code));
  const answer = executes ? broker.execute(request, 'adviser', script) : refusal(typeof code === 'number' ? code : 0);
  if (typeof code !== 'number') return answer;
  // A code that does not say "done" comes without the tickets of what was done.
  return placedCodes.includes(code) ? { ...answer, retcode: code } : refusal(code);
}

const resultFields = (id: string, answer: Answer): Record<string, string | number> => ({
  'r.retcode': answer.retcode,
  'r.deal': answer.deal,
  'r.order': answer.order,
  'r.volume': answer.volume,
  'r.price': answer.price,
  'r.request_id': id,
});
