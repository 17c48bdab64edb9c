import { fault } from '#shared/base/fault.ts';
import type { RefusedFormat } from '../file-format.ts';

export const mt5TesterReport: RefusedFormat = {
  yields: 'nothing',
  name: 'MT5 strategy tester report',
  example: '<title>Strategy Tester Report</title>',
  matches: (head) => head.some((line) => /<title>[^<]*Strategy Tester/.test(line)),
  why: fault(
    'FORMAT_REFUSED',
    'This is a report of MT5’s strategy tester. Its deals were never made, so they do not belong into the history of an account. Nothing was imported.',
  ),
};

/** A terminal writes its reports in its own language, and the titles of their columns are what they are read by. */
export const mt5ForeignReport: RefusedFormat = {
  yields: 'nothing',
  name: 'MT5 report in another language',
  example: '<meta name="generator" content="MetaTrader 5">',
  matches: (head) =>
    head.some((line) => /<meta name="generator" content="(?:MetaTrader 5|client terminal)">/.test(line)),
  why: fault(
    'FORMAT_REFUSED',
    'This is a report of MT5, but no trade history in English. Set the terminal to English (View → Languages), save the report again under Toolbox → History → Report → HTML, and import that. Nothing was imported.',
  ),
};
