import { join } from 'node:path';

/** The checkout; the paths in messages are relative to it. */
export const root = join(import.meta.dirname, '../../..');

export const includeFolder = join(root, 'mql5/Include');

/** The C++ library that stands in for the terminal. */
export const shimFolder = join(import.meta.dirname, '../shim');

/** Our MQL5 programs, by the names of their files. */
export const programs: Readonly<Record<'AtsBridge' | 'AtsHistory', string>> = {
  AtsBridge: join(root, 'mql5/Experts/ATS/AtsBridge.mq5'),
  AtsHistory: join(root, 'mql5/Services/ATS/AtsHistory.mq5'),
};

export type ProgramName = keyof typeof programs;
