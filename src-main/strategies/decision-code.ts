/**
 * What a strategy says of one closed bar, as a small whole number that a loop over years of bars can return without allocating. `none`
 * and the setups are said of a flat book, `hold`, `moveStop`, `closePart` and the exits of a position; `noData` of either, where a number is undefined.
 */
export const decisionCodes = {
  noData: 0,
  none: 1,
  setupBuy: 2,
  setupSell: 3,
  enterBuy: 4,
  enterSell: 5,
  hold: 6,
  exitOppositeChannel: 7,
  exitChandelier: 8,
  exitSession: 9,
  exitRule: 10,
  moveStop: 11,
  exitWeekend: 12,
  closePart: 13,
} as const;

export type DecisionCode = (typeof decisionCodes)[keyof typeof decisionCodes];

/** Whether the setup stands, triggered or not: the fact that the trade phase asks for. */
export const isSetup = (code: DecisionCode): boolean =>
  code >= decisionCodes.setupBuy && code <= decisionCodes.enterSell;
