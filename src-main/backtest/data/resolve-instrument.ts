import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunData } from '#shared/contract/backtest.ts';
import {
  defaultCommissionCurrency,
  defaultInstrument,
  defaultLeverage,
  defaultSymbols,
} from '#shared/market/default-instruments.ts';
import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ToldInstrument } from '#main/ports/stored-market.ts';

/** What the settings say of a symbol's terms; what they leave out is as its name makes it. */
export const instrumentTermsSchema = z
  .object({
    like: z.string().min(1).max(64).nullable().default(null).meta({
      description: 'A symbol with known default terms, where the own name has none.',
    }),
    terms: z.record(z.string(), z.json()).readonly().default({}).meta({
      description:
        'Terms by the names that MetaTrader’s have here, such as {"contractSize": 100, "commissionPerLotSide": 3}.',
    }),
    spreadPoints: z
      .union([z.number().nonnegative(), z.array(z.number().nonnegative()).length(24).readonly()])
      .nullable()
      .default(null)
      .meta({
        unit: 'points',
        description: 'Where bars do not say it; one for each hour from New York’s 17:00 on, or one for all.',
      }),
    commissionCurrency: z.string().min(3).max(8).nullable().default(null).meta({
      description: 'What commissionPerLotSide is in, where it is not the account’s currency.',
    }),
    leverage: z.number().min(1).max(5000).nullable().default(null).meta({ description: 'Contract value ÷ margin.' }),
  })
  .strict()
  .readonly();

export type InstrumentTerms = z.infer<typeof instrumentTermsSchema>;

/** The terms that a symbol is run on, and where they come from. */
export interface ResolvedInstrument {
  readonly instrument: Instrument;
  readonly source: RunData['instrumentSource'];
  /** When a terminal told them; null: none has. */
  readonly toldAtUtcMs: UtcMs | null;
  /** Points, in each hour from New York's 17:00 on; null: nothing says it. */
  readonly spreadPointsByHour: readonly number[] | null;
  /** Share of a position's value; null: to be had of what the terminal told. */
  readonly marginRatio: number | null;
  /** What its commission is in; null: the account's currency. */
  readonly commissionCurrency: string | null;
}

/**
 * A terminal's word comes first, then the settings, then the documented defaults; spreads where a bar has none come from the settings or the
 * defaults. INSTRUMENT_MISSING where nobody knows the symbol, SETTINGS_INVALID where the settings make no instrument.
 */
export function resolveInstrument(
  symbol: string,
  { told, terms }: { readonly told: ToldInstrument | null; readonly terms: InstrumentTerms | null },
): Result<ResolvedInstrument, Fault> {
  const known = defaultInstrument(terms?.like ?? symbol);
  const spreadPointsByHour = spreadsOf(terms) ?? known?.spreadPointsByHour ?? null;
  const leverage = terms?.leverage ?? null;
  if (told !== null) {
    const marginRatio = leverage === null ? null : 1 / leverage;
    const { instrument, toldAtUtcMs } = told;
    // A terminal tells everything in the account's currency.
    return ok({
      instrument,
      source: 'terminal',
      toldAtUtcMs,
      spreadPointsByHour,
      marginRatio,
      commissionCurrency: null,
    });
  }
  const isOwn = terms !== null && Object.keys(terms.terms).length > 0;
  if (known === null && !isOwn) return err(unknownInstrument(symbol));
  const instrument = instrumentSchema.safeParse({ marginPerLot: 0, ...known?.instrument, ...terms?.terms, symbol });
  if (!instrument.success) return err(noInstrument(symbol, z.prettifyError(instrument.error)));
  return ok({
    instrument: instrument.data,
    source: isOwn || terms?.like != null ? 'settings' : 'default',
    toldAtUtcMs: null,
    spreadPointsByHour,
    marginRatio: 1 / (leverage ?? defaultLeverage),
    commissionCurrency: terms?.commissionCurrency ?? (isOwnCommission(terms) ? null : defaultCommissionCurrency),
  });
}

const isOwnCommission = (terms: InstrumentTerms | null): boolean =>
  terms !== null && Object.hasOwn(terms.terms, 'commissionPerLotSide');

function spreadsOf(terms: InstrumentTerms | null): readonly number[] | null {
  const said = terms?.spreadPoints ?? null;
  return typeof said === 'number' ? Array.from({ length: 24 }, () => said) : said;
}

const unknownInstrument = (symbol: string): Fault =>
  fault(
    'INSTRUMENT_MISSING',
    `No terminal has told the terms of ${symbol}, and it is none of those with defaults (${defaultSymbols.join(', ')}). Connect a terminal once, or ` +
      `name them in settings.json, such as "instruments": {"${symbol}": {"like": "EURUSD"}}.`,
    { symbol },
  );

const noInstrument = (symbol: string, reason: string): Fault =>
  fault('SETTINGS_INVALID', `The terms that the settings give ${symbol} do not make an instrument: ${reason}`, {
    symbol,
  });
