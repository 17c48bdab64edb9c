import { assert, assertDefined } from '#shared/base/assert.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { PromptName } from '#shared/agent/agent-run.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { FilledPrompt } from '../model-ladder.ts';
import { execution } from './execution.v1.ts';
import { governance } from './governance.v1.ts';
import { manager } from './manager.v1.ts';
import { reflection } from './reflection.v1.ts';
import { risk } from './risk.v1.ts';
import { signalIntraday } from './signal.intraday.v1.ts';
import { signalSwing } from './signal.swing.v1.ts';

/** The file that is asked with today. An older version stays beside it for as long as a run that was asked with it may be looked at. */
const texts = {
  'signal.intraday': signalIntraday,
  'signal.swing': signalSwing,
  risk,
  execution,
  manager,
  governance,
  reflection,
} as const;

export type PromptKey = keyof typeof texts;

/** What a prompt is filled in with. The three texts come delimited already: they hold words from outside. */
export interface PromptValues {
  readonly language: 'en' | 'ru';
  /** The decision, position, trade or rule that is spoken about. */
  readonly subject: string;
  /** By `evidenceLines`. */
  readonly evidence: string;
  /** What other agents said before; empty: nothing. */
  readonly said: string;
}

export interface Prompts {
  readonly fill: (key: PromptKey, values: PromptValues) => FilledPrompt;
  readonly nameOf: (key: PromptKey) => PromptName;
}

/** Reads every prompt once. A prompt that is not as it must be is a broken invariant, found at once. */
export function createPrompts(digest: Digest): Prompts {
  const prompts = new Map(
    Object.entries(texts).map(([key, text]) => [key, { ...readPrompt(key, text), hash: digest(text) }]),
  );
  const promptOf = (key: PromptKey): ReadPrompt & { readonly hash: string } =>
    assertDefined(prompts.get(key), 'every prompt is read');
  const nameOf = (key: PromptKey): PromptName => {
    const { version, hash } = promptOf(key);
    return { name: key, version, hash };
  };
  return {
    nameOf,
    fill: (key, values) => {
      const { system, user } = promptOf(key);
      const filled = fillers(values);
      return { name: nameOf(key), system: fillIn(system, filled), user: fillIn(user, filled) };
    },
  };
}

/** One value a line, as JSON: nothing that a value holds can look like another line. Numbers have as many digits as anybody reads. */
export const evidenceLines = (evidence: readonly Evidence[]): string =>
  evidence
    .map(({ evidenceId, value, unit, label }) => JSON.stringify({ evidenceId, value: inDigits(value), unit, label }))
    .join('\n');

/** Eight: no price of a broker has more. Grounding knows a number by the decimals that it is written with. */
const inDigits = (value: Evidence['value']): Evidence['value'] =>
  typeof value === 'number' ? Number(value.toPrecision(8)) : value;

interface ReadPrompt {
  readonly version: number;
  readonly system: string;
  readonly user: string;
}

const layout =
  /^---\nname: (?<name>[a-z.]+)\nversion: (?<version>\d+)\n---\n# system\n(?<system>.+?)\n# user\n(?<user>.+)\n$/s;

function readPrompt(key: string, text: string): ReadPrompt {
  const { name, version, system, user } = assertDefined(
    layout.exec(text)?.groups,
    `the prompt ${key} has a head, a system part and a user part`,
  );
  assert(name === key, `the prompt ${key} calls itself ${name ?? ''}`);
  return { version: Number(version), system: system ?? '', user: user ?? '' };
}

const languages = { en: 'English', ru: 'Russian' } as const;

const fillers = ({ language, subject, evidence, said }: PromptValues): ReadonlyMap<string, string> =>
  new Map([
    ['LANGUAGE', languages[language]],
    ['SUBJECT', subject],
    ['EVIDENCE', evidence],
    ['SAID', said === '' ? 'nothing' : said],
  ]);

/** In one pass: what is filled in is not looked through for places to fill in. */
const fillIn = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\{\{([A-Z]+)\}\}/g, (_, place: string) =>
    assertDefined(values.get(place), `a prompt has no place ${place}`),
  );
