import { eventIterator, oc } from '@orpc/contract';
import { importEventSchema, importWishSchema } from '../import-report.ts';
import { refusals } from '../refusals.ts';

/** Files of brokers and sites. */
export const importsProcedures = {
  /** Imports a file: how far it is, then the report. Whoever ends the iteration cancels it; the same wish goes on where it stands. */
  run: oc.errors(refusals).input(importWishSchema).output(eventIterator(importEventSchema)),
} as const;
