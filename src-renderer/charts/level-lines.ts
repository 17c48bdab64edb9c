import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Side } from '#shared/trading/side.ts';
import type { Position } from '#shared/trading/position.ts';
import { volumeText } from '../format/price-text.ts';

/** A level across the chart. What it is says its kind; colour, dash and title follow from it. */
export interface LevelLine {
  readonly id: string;
  readonly kind: 'bid' | 'ask' | 'entry' | 'stop' | 'target' | 'worst';
  readonly price: number;
  /** Of a position that is open, or of a ticket that waits. */
  readonly owner: 'quote' | 'position' | 'ticket';
  readonly text: string;
}

/** What the labels say, in the trader's language. */
export interface LevelWords {
  readonly buy: string;
  readonly sell: string;
  readonly stop: string;
  readonly target: string;
  readonly worst: string;
}

/** The levels of one symbol: its quote, its open positions, and the tickets that wait. */
export function levelLines(
  symbol: string,
  {
    quote,
    positions,
    tickets,
    instrument,
    words,
  }: {
    readonly quote: Quote | undefined;
    /** By which volumes are written. */
    readonly instrument: Pick<Instrument, 'volumeStep'> | undefined;
    readonly positions: readonly Position[];
    readonly tickets: readonly ApprovalTicket[];
    readonly words: LevelWords;
  },
): readonly LevelLine[] {
  const orderText = (side: Side, volume: number): string => `${words[side]} ${volumeText(volume, instrument)}`;
  const wording = { ...words, orderText };
  return [
    ...(quote === undefined ? [] : quoteLines(quote)),
    ...positions.filter((one) => one.symbol === symbol).flatMap((one) => positionLines(one, wording)),
    ...tickets.filter((one) => one.parameters.symbol === symbol).flatMap((one) => ticketLines(one, wording)),
  ];
}

interface Wording extends LevelWords {
  readonly orderText: (side: Side, volume: number) => string;
}

const quoteLines = ({ bid, ask }: Quote): readonly LevelLine[] => [
  { id: 'ask', kind: 'ask', price: ask, owner: 'quote', text: '' },
  { id: 'bid', kind: 'bid', price: bid, owner: 'quote', text: '' },
];

function positionLines(
  { positionId, side, volume, openPrice, stop, target }: Position,
  words: Wording,
): readonly LevelLine[] {
  const of = { id: positionId, owner: 'position' } as const;
  return [
    line({ ...of, kind: 'entry', price: openPrice, text: words.orderText(side, volume) }),
    ...(stop === null ? [] : [line({ ...of, kind: 'stop', price: stop, text: words.stop })]),
    ...(target === null ? [] : [line({ ...of, kind: 'target', price: target, text: words.target })]),
  ];
}

/** Marked with a question: nothing of this is in force yet. */
function ticketLines({ approvalId, parameters, intent }: ApprovalTicket, words: Wording): readonly LevelLine[] {
  const { side, volume, stop, target, worstPrice } = parameters;
  const of = { id: approvalId, owner: 'ticket' } as const;
  return [
    line({ ...of, kind: 'entry', price: intent.reference, text: `? ${words.orderText(side, volume)}` }),
    line({ ...of, kind: 'worst', price: worstPrice, text: `? ${words.worst}` }),
    line({ ...of, kind: 'stop', price: stop, text: `? ${words.stop}` }),
    ...(target === null ? [] : [line({ ...of, kind: 'target', price: target, text: `? ${words.target}` })]),
  ];
}

const line = (of: LevelLine): LevelLine => ({ ...of, id: `${of.owner}:${of.id}:${of.kind}` });
