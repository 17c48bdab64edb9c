import type { EngineEvent } from '#shared/events/engine-event.ts';
import { approvalIdSchema, clientOrderIdSchema, intentIdSchema, orderTicketSchema } from '#shared/trading/ids.ts';
import type { OrderStatus } from '#shared/trading/order.ts';
import { fault } from '#shared/base/fault.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import type { NewEvent } from '#main/wiring/open-data-folder.ts';

/** How often a story of each kind is told, out of a hundred. */
const kinds = [
  ['traded', 40],
  ['denied', 15],
  ['rejected', 15],
  ['expired', 10],
  ['lost', 5],
  ['manual', 15],
] as const;

type StoryKind = (typeof kinds)[number][0];

const hourMs = 3_600_000;

/**
 * What a ledger tells of decisions, one after the other and a few hours apart: denied, rejected by the trader with a reason, expired, traded in one or
 * two fills and closed in one or two, an order whose answer was lost, and trades by hand. The same number tells the same story.
 */
export function storyOf(index: number, startUtcMs: number): readonly NewEvent[] {
  const random = seededRandom(index * 31 + 7);
  const at = startUtcMs + (index * 3 + 60) * hourMs;
  return new Story(index, at, random).tell(kindOf(random() * 100));
}

function kindOf(drawn: number): StoryKind {
  let sum = 0;
  for (const [kind, share] of kinds) {
    sum += share;
    if (drawn < sum) return kind;
  }
  return 'traded';
}

class Story {
  readonly #index: number;
  readonly #at: number;
  readonly #random: () => number;
  readonly #events: NewEvent[] = [];
  #deals = 0;

  constructor(index: number, at: number, random: () => number) {
    this.#index = index;
    this.#at = at;
    this.#random = random;
  }

  tell(kind: StoryKind): readonly NewEvent[] {
    if (kind === 'manual') {
      this.#fills(null);
      return this.#events;
    }
    this.#decides();
    if (kind === 'denied') {
      const refusal = fault('SPREAD_TOO_WIDE', 'The spread is too wide.', { spreadPoints: 60 });
      this.#add(1, { kind: 'intentDenied', intentId: intentIdSchema.parse(this.#name('intent')), fault: refusal });
      return this.#events;
    }
    this.#opensApproval();
    if (kind === 'rejected') this.#endsApproval('rejectedByTrader', `Too near the news, number ${this.#index}.`);
    else if (kind === 'expired') this.#endsApproval('expired', '');
    else this.#orders(kind);
    return this.#events;
  }

  #decides(): void {
    const [scenario, side] = [this.#scenario, this.#side];
    const decided = { asOfUtcMs: this.#at, barOpenTimeUtcMs: this.#at - hourMs, validUntilUtcMs: this.#at + hourMs };
    const levels = { reference: 2000, stop: side === 'buy' ? 1990 : 2010, target: null };
    const decision = sampleDecision({
      ...{ decisionId: this.#name('decision'), scenario, timeframe: this.#index % 3 === 0 ? 'M15' : 'H1', ...decided },
      signal: { kind: 'enter', side, ...levels },
    });
    this.#add(0, { kind: 'decisionMade', decision });
    this.#add(0, { kind: 'intentFormed', intent: this.#intent() });
  }

  #intent(): ReturnType<typeof sampleIntent> {
    const ids = { intentId: this.#name('intent'), decisionId: this.#name('decision') };
    const [scenario, side] = [this.#scenario, this.#side];
    const times = { decidedAtUtcMs: this.#at, validUntilUtcMs: this.#at + hourMs };
    return sampleIntent({ ...ids, scenario, side, stop: side === 'buy' ? 1990 : 2010, ...times });
  }

  #opensApproval(): void {
    const side = this.#side;
    const stop = side === 'buy' ? 1990 : 2010;
    const ticket = sampleApprovalTicket({
      approvalId: this.#name('approval'),
      intent: this.#intent(),
      parameters: {
        ...{ symbol: 'XAUUSD', side, stop, target: null, account: sampleAccount().identity, volume: 0.2 },
        ...{ worstPrice: side === 'buy' ? 2001.5 : 1998.5, riskMoney: 231.4 },
      },
      ...{ openedAtUtcMs: this.#at + 1, openedAtWallUtcMs: this.#at + 1, expiresAtUtcMs: this.#at + 300_001 },
    });
    this.#add(1, { kind: 'approvalOpened', ticket });
  }

  #endsApproval(outcome: 'approved' | 'rejectedByTrader' | 'expired', reason: string): void {
    const approvalId = approvalIdSchema.parse(this.#name('approval'));
    this.#add(30_000, { kind: 'approvalEnded', approvalId, outcome, actor: 'window', reason });
  }

  #orders(kind: 'traded' | 'lost'): void {
    this.#endsApproval('approved', '');
    const [scenario, side] = [this.#scenario, this.#side];
    const request = sampleEntryRequest({
      ...{ clientOrderId: this.#orderId, intentId: this.#name('intent'), approvalId: this.#name('approval') },
      ...{ scenario, side, volume: 0.2, stop: side === 'buy' ? 1990 : 2010, expiresAtUtcMs: this.#at + 60_000 },
      ...{ worstPrice: side === 'buy' ? 2001.5 : 1998.5, riskMoney: 231.4 },
    });
    this.#add(30_001, { kind: 'orderJournaled', request });
    this.#turns('sent');
    if (kind === 'lost') return this.#turns('unknown');
    this.#turns('accepted');
    this.#fills(this.#orderId);
    this.#turns('filled');
  }

  #turns(status: OrderStatus): void {
    const clientOrderId = clientOrderIdSchema.parse(this.#orderId);
    const orderTicket = status === 'sent' || status === 'unknown' ? null : orderTicketSchema.parse(this.#orderId);
    this.#add(30_002, { kind: 'orderStatusChanged', clientOrderId, status, orderTicket, fault: null });
  }

  /** In by one or two deals and out by one or two; the last tenth is still open. */
  #fills(clientOrderId: string | null): void {
    const entries = this.#random() < 0.5 ? [0.2] : [0.1, 0.1];
    for (const volume of entries) this.#deal({ entry: 'in', volume, clientOrderId, afterMs: 30_003 });
    if (this.#random() < 0.1) return;
    const exits = this.#random() < 0.5 ? [0.2] : [0.1, 0.1];
    const heldMs = hourMs * (1 + Math.floor(this.#random() * 20));
    for (const volume of exits) this.#deal({ entry: 'out', volume, clientOrderId: null, afterMs: heldMs });
  }

  #deal(told: {
    readonly entry: 'in' | 'out';
    readonly volume: number;
    readonly clientOrderId: string | null;
    readonly afterMs: number;
  }): void {
    const { entry, volume, clientOrderId, afterMs } = told;
    const number = this.#deals++;
    const isBuy = (this.#side === 'buy') === (entry === 'in');
    const deal = sampleDeal({
      ...{
        dealTicket: String(50_000 + this.#index * 10 + number),
        orderTicket: clientOrderId ?? String(900_000 + this.#index * 10 + number),
      },
      ...{ positionId: String(700_000 + this.#index), clientOrderId, side: isBuy ? 'buy' : 'sell', entry, volume },
      ...{
        reason: clientOrderId === null ? 'manual' : 'adviser',
        price: 2000 + Math.round(this.#random() * 1000) / 100,
      },
      profit: entry === 'in' ? 0 : Math.round((this.#random() - 0.4) * 40_000) / 100,
      occurredAtUtcMs: this.#at + afterMs + number,
    });
    this.#add(afterMs + number, { kind: 'dealRecorded', deal });
  }

  get #scenario(): 'A' | 'B' {
    return this.#index % 4 === 0 ? 'A' : 'B';
  }

  get #side(): 'buy' | 'sell' {
    return this.#index % 2 === 0 ? 'buy' : 'sell';
  }

  get #orderId(): string {
    return String(100_000 + this.#index);
  }

  #name(kind: string): string {
    return `${kind}-${this.#index}`;
  }

  #add(afterMs: number, event: EngineEvent): void {
    this.#events.push({ occurredAtUtcMs: utcMs(this.#at + afterMs), event });
  }
}
