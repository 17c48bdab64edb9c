import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { TreatmentChance } from '#main/simulation/broker/treatment-plan.ts';
import type { TreatmentName } from '#main/simulation/broker/treatment.ts';
import { logIn, playByPipe, recordingIn } from './play-recording.suite.ts';
import type { History } from './read-history.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';
import { wirePaper } from './wire-paper.ts';

let folder: TemporaryFolder;
let history: History;

beforeAll(() => {
  folder = temporaryDataFolder();
  history = recordingIn(folder.beside);
});

afterAll(() => {
  folder[Symbol.dispose]();
});

const always = (treatment: TreatmentName, kind: TreatmentChance['kind']): TreatmentChance => ({
  treatment,
  kind,
  ratio: 1,
});

/** Plays against a broker of such manners until a snapshot is as it has to become; answers the kinds of the log. */
async function playAgainst(
  name: string,
  {
    chances,
    until,
  }: { readonly chances: readonly TreatmentChance[]; readonly until: (it: CockpitSnapshot) => boolean },
): Promise<{ readonly kinds: readonly string[]; readonly bodies: string }> {
  const inside = path.join(folder.beside, name);
  await playByPipe({ folder: inside, history, wire: wirePaper, chances, isDone: ({ snapshot }) => until(snapshot()) });
  const log = logIn(inside);
  return { kinds: log.map(({ kind }) => kind), bodies: log.map(({ body }) => body).join('\n') };
}

const patient = { timeout: 120_000 };

test.each(['withoutStop', 'stopMoved'] as const)(
  'a broker who takes entries %s has the stop set as it was approved, over the real pipe',
  patient,
  async (treatment) => {
    const repaired = ({ orders }: CockpitSnapshot): boolean =>
      orders.filter(({ request, status }) => request.kind === 'modify' && status === 'modified').length >= 2;
    const { kinds, bodies } = await playAgainst(treatment, { chances: [always(treatment, 'entry')], until: repaired });
    expect(kinds).not.toContain('stopRepairFailed');
    expect(bodies).not.toContain('"state":"halted"');
  },
);

test('a broker who drops the stop and refuses to set it loses the position, and trading halts', patient, async () => {
  const isOver = ({ tradingState, positions }: CockpitSnapshot): boolean =>
    tradingState.state === 'halted' && positions.length === 0;
  const chances = [always('withoutStop', 'entry'), always('rejected', 'modify')];
  const { kinds, bodies } = await playAgainst('refused', { chances, until: isOver });
  expect(kinds.filter((kind) => kind === 'stopRepairFailed')).toHaveLength(1);
  expect(bodies).toContain('"reason":"stopNotSet"');
  expect(kinds.indexOf('stopRepairFailed')).toBeLessThan(kinds.lastIndexOf('dealRecorded'));
});
