import { z } from 'zod';
import { parseClockRule } from '#shared/time/clock-rule.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { scenarioAParametersSchema } from '#main/strategies/scenario-a/parameters.ts';
import { scenarioBParametersSchema } from '#main/strategies/scenario-b/parameters.ts';
import { instrumentTermsSchema } from '#main/backtest/data/resolve-instrument.ts';
import { runAccountSchema } from '#main/backtest/records/run-terms.ts';
import { governanceRuleSchema } from '#main/strategies/governance.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';

const clockRuleSchema = z.string().transform((text, context) => {
  const rule = parseClockRule(text);
  if (rule.ok) return rule.value;
  context.addIssue({ code: 'custom', message: rule.error.message });
  return z.NEVER;
});

const symbolSchema = z.string().min(1).max(64);

/** A terminal that may be behind the pipe: how its server keeps time, and the account that is expected there. */
const profileSchema = z
  .object({
    clockRule: clockRuleSchema.meta({ description: "The rule of the server's clock." }),
    tradeMode: z.enum(['demo', 'real']),
    server: z.string().min(1).max(128).nullable().default(null).meta({
      description: "The trade server's name as MetaTrader shows it; null takes any.",
    }),
    login: z
      .string()
      .regex(/^\d{1,20}$/, 'a login is a number in quotes')
      .nullable()
      .default(null)
      .meta({
        description: 'The account; null takes any.',
      }),
  })
  .strict()
  .readonly();

/** What binds the adviser beyond its own inputs, of which it takes the smaller; null leaves its own. */
const adviserLimitsSchema = z
  .object({
    maxVolume: z.number().positive().nullable().default(null).meta({ unit: 'lots of one order' }),
    maxPositions: z.number().int().positive().nullable().default(null),
    maxTradesPerDay: z.number().int().positive().nullable().default(null),
    maxSpreadPoints: z.number().positive().nullable().default(null).meta({ unit: 'points' }),
    maxDailyLossRatio: z.number().positive().max(1).nullable().default(null).meta({
      unit: "ratio of the day's first equity",
    }),
  })
  .strict()
  .readonly();

/** One symbol of the simulated terminal; what is not said of it is as its name makes it, and its market is a seeded one. */
export const simulatedSymbolSchema = z
  .object({
    symbol: symbolSchema,
    like: symbolSchema.nullable().default(null).meta({
      description: 'A symbol that the simulation knows, whose terms this one has.',
    }),
    formerly: symbolSchema.nullable().default(null).meta({ description: 'What the broker called it before.' }),
    seed: z.number().int().nonnegative().nullable().default(null),
    history: z.string().nullable().default(null).meta({ description: 'A file of M1 bars to replay instead.' }),
    historyClock: clockRuleSchema.default('utc'),
    terms: z.record(z.string(), z.json()).readonly().default({}).meta({
      description: 'Terms of its own, such as {"digits": 3}.',
    }),
  })
  .strict()
  .readonly();

/** The simulated terminal: a seeded market by default, or recorded minutes from a file. */
const simulationSchema = z
  .object({
    seed: z.number().int().nonnegative().default(7),
    speed: z.number().min(0.1).max(1_000_000).default(300).meta({
      unit: 'market seconds per second',
      description: 'How fast the simulated market goes.',
    }),
    history: z.string().nullable().default(null).meta({
      description: 'A file of M1 bars to replay instead of the seeded market.',
    }),
    historyClock: clockRuleSchema.default('utc'),
    historyDays: z.number().int().nonnegative().max(7300).default(60).meta({
      unit: 'days',
      description: 'How much of a seeded market lies before the first start.',
    }),
    symbols: z.array(simulatedSymbolSchema).max(32).readonly().default([]).meta({
      description: 'What the terminal trades beside the watched symbols, or otherwise than their names say.',
    }),
  })
  .strict()
  .readonly();

/** How much of the past the synchronizer keeps in step with the terminal. */
const syncSchema = z
  .object({
    m1Years: z
      .number()
      .positive()
      .max(30)
      .default(3)
      .meta({ unit: 'years', description: 'Minutes, from which M5 to D1 are built.' }),
    coarseYears: z.number().positive().max(50).default(10).meta({
      unit: 'years',
      description: 'H1, H4 and D1 before the first minute, as the terminal has them.',
    }),
    tickDays: z
      .number()
      .nonnegative()
      .max(365)
      .default(7)
      .meta({ unit: 'days', description: 'Ticks that are fetched from the past.' }),
    tickRetentionDays: z.number().positive().max(3650).default(30).meta({ unit: 'days' }),
    tickBudgetMb: z.number().positive().max(1_000_000).default(1024).meta({ unit: 'MiB for each symbol' }),
  })
  .strict()
  .readonly();

/** Where what happened before is kept to be found. All of it can be made again from the stores. */
const memorySchema = z
  .object({
    vectors: z
      .union([z.enum(['auto', 'exact']), z.url({ protocol: /^https?$/ })])
      .default('auto')
      .meta({
        description:
          "Vectors: a Chroma server's address; 'auto' starts one where its program is found; 'exact' scans the vectors of the store.",
      }),
    chromaCommand: z.string().min(1).nullable().default(null).meta({
      description: "Chroma's program, where it is not `chroma` on the PATH.",
    }),
    graph: z
      .object({
        url: z.url({ protocol: /^bolt(\+s|\+ssc)?$|^neo4j(\+s|\+ssc)?$/ }),
        user: z.string().max(128).default(''),
        certificateFile: z.string().nullable().default(null).meta({
          description: "Certificates of the authority that signed the server's, where the system does not know it.",
        }),
        database: z.string().max(128).nullable().default(null),
      })
      .strict()
      .readonly()
      .nullable()
      .default(null)
      .meta({
        description:
          'A Memgraph or Neo4j server beside the embedded graph. Its password comes from ATS_GRAPH_PASSWORD or the file graph-password of the data folder.',
      }),
    embedding: z
      .object({ url: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:11434'), model: z.string().min(1) })
      .strict()
      .readonly()
      .nullable()
      .default(null)
      .meta({ description: "An Ollama embedding model for texts; null is the program's own method." }),
  })
  .strict()
  .readonly();

/** Who looks at setups beside the rules, and what he may take. Never whether anything is sent: that is the trader's. */
const agentsSchema = z
  .object({
    asks: z.enum(['nobody', 'rules', 'models']).default('rules').meta({
      description:
        "'rules': graphs run without a model, and say in words what the filters measured; 'nobody': no agents at all.",
    }),
    url: z
      .url({ protocol: /^https?$/ })
      .default('http://127.0.0.1:11434')
      .meta({ description: "Ollama's address." }),
    models: z
      .array(z.string().min(1).max(128))
      .max(8)
      .readonly()
      .default(['gpt-oss:120b-cloud', 'deepseek-v3.1:671b-cloud'])
      .meta({
        description: 'Asked one after the other until one answers; a local model stands last. Then rules decide.',
      }),
    deadlineMs: z
      .object({
        A: z.number().int().min(500).max(60_000).default(5_000),
        B: z.number().int().min(500).max(300_000).default(60_000),
      })
      .strict()
      .readonly()
      .prefault({})
      .meta({ unit: 'ms', description: 'For a whole run, all of its agents and rungs together.' }),
    manageEveryMs: z
      .object({
        A: z.number().int().nonnegative().max(604_800_000).default(900_000),
        B: z.number().int().nonnegative().max(604_800_000).default(14_400_000),
      })
      .strict()
      .readonly()
      .prefault({})
      .meta({
        unit: 'ms of market time',
        description:
          'Models are asked about an open position when a bar closes, and no sooner than this after the last time, unless it has moved by 1 R since; 0: at every close.',
      }),
    stepsMax: z.number().int().min(1).max(20).default(4).meta({ unit: 'tool calls of one agent' }),
    replyTokensMax: z.number().int().min(64).max(8_192).default(1_024).meta({ unit: 'tokens of one reply' }),
    language: z.enum(['en', 'ru']).default('en').meta({ description: 'In which agents speak.' }),
    vetoes: z.enum(['deny', 'warn']).default('deny').meta({
      description:
        'What a grounded veto does: the entry is denied, or offered with the veto on its ticket. An ungrounded one only warns.',
    }),
    runsKept: z.number().int().min(10).max(100_000).default(5_000).meta({ unit: 'recorded runs' }),
    tracesToLangSmith: z.boolean().default(false).meta({
      description:
        'Sends runs to LangSmith, where its environment is set as well. Off: nothing leaves but what goes to the models.',
    }),
  })
  .strict()
  .readonly();

/** Everything that can be set, with its default. A flag outranks the environment, which outranks the file, which outranks these. */
export const settingsSchema = z
  .object({
    version: z.literal(1).default(1),
    terminal: z.enum(['simulated', 'mt5']).default('simulated'),
    symbol: symbolSchema.default('XAUUSD').meta({ description: 'The symbol that the scenarios trade.' }),
    symbols: z.array(symbolSchema).max(64).readonly().default([]).meta({
      description: 'Further symbols that are watched and stored.',
    }),
    clockRule: clockRuleSchema.default('ny+7').meta({
      description: "The rule of the terminal's server clock, where no profile is chosen.",
    }),
    profiles: z.record(z.string().min(1).max(64), profileSchema).readonly().default({}).meta({
      description: 'Terminals by name, such as "AMarkets demo" and "AMarkets real".',
    }),
    profile: z.string().nullable().default(null).meta({
      description: 'The name of the profile that is used; null takes any account, by the clock rule above.',
    }),
    adviserLimits: adviserLimitsSchema.prefault({}),
    sync: syncSchema.prefault({}),
    memory: memorySchema.prefault({}),
    agents: agentsSchema.prefault({}),
    scenarioA: scenarioAParametersSchema.prefault({}),
    scenarioB: scenarioBParametersSchema.prefault({}),
    limits: riskLimitsSchema.prefault({}),
    governance: governanceRuleSchema.prefault({}),
    instruments: z.record(symbolSchema, instrumentTermsSchema).readonly().default({}).meta({
      description: 'Terms of symbols in backtests, where no terminal has told them or bars do not say their spread.',
    }),
    costs: costTermsSchema.prefault({}),
    research: runAccountSchema.prefault({}),
    approver: z.enum(['trader', 'simulation']).default('trader').meta({
      description: 'Who decides on tickets. A simulated account alone may approve itself.',
    }),
    holdsReplayForTickets: z.boolean().default(true),
    simulation: simulationSchema.prefault({}),
  })
  .strict()
  .readonly()
  .refine(({ profile, profiles }) => profile === null || Object.hasOwn(profiles, profile), {
    path: ['profile'],
    message: 'no profile of that name is among "profiles"',
  });

export type Settings = z.infer<typeof settingsSchema>;

/** All that is watched, each once, the traded one first. */
export const watchedSymbols = ({ symbol, symbols }: Pick<Settings, 'symbol' | 'symbols'>): readonly string[] => [
  ...new Set([symbol, ...symbols]),
];

/** What a file or flags may say: any part of the settings. */
export type SettingsWish = z.input<typeof settingsSchema>;
