import { z } from 'zod';

/** What a runner's own JSON report says, with the names of all that did not pass. */
export interface Counted {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** Passed, but only when they were run once more. */
  readonly again: readonly string[];
}

export const nothingCounted: Counted = { passed: 0, failed: [], skipped: [], again: [] };

/** The last line of `npm test`. */
export const countedLine = ({ passed, failed, skipped }: Counted): string =>
  `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;

export const addCounted = (a: Counted, b: Counted): Counted => ({
  passed: a.passed + b.passed,
  failed: [...a.failed, ...b.failed],
  skipped: [...a.skipped, ...b.skipped],
  again: [...a.again, ...b.again],
});

type Outcome = 'passed' | 'failed' | 'skipped' | 'again';

function count(tests: readonly { readonly name: string; readonly outcome: Outcome }[]): Counted {
  const named = (wanted: Outcome): string[] =>
    tests.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  const again = named('again');
  return {
    ...{ passed: named('passed').length + again.length, failed: named('failed') },
    ...{ skipped: named('skipped'), again },
  };
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

type VitestTest = z.infer<typeof vitestReport>['testResults'][number]['assertionResults'][number];

/** Counts a report of vitest. A file that failed before its first test counts as one failure. */
export function countVitest(report: unknown): Counted {
  const { testResults } = vitestReport.parse(report);
  return count(
    testResults.flatMap(({ name: file, status, assertionResults }) => {
      const tests = assertionResults.map((test) => ({ name: test.fullName, outcome: vitestOutcome(test) }));
      const isBroken = status === 'failed' && tests.every(({ outcome }) => outcome !== 'failed');
      return isBroken ? [...tests, { name: `${file} (could not be run)`, outcome: 'failed' as const }] : tests;
    }),
  );
}

/** The report keeps what the first try failed with. */
function vitestOutcome({ status, failureMessages }: VitestTest): Outcome {
  if (status === 'passed') return (failureMessages ?? []).length > 0 ? 'again' : 'passed';
  return status === 'failed' ? 'failed' : 'skipped';
}

const playwrightSpec = z.object({
  title: z.string(),
  tests: z.array(z.object({ projectName: z.string(), status: z.enum(['skipped', 'expected', 'unexpected', 'flaky']) })),
});
const playwrightSuite = z.object({
  title: z.string(),
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.object({ message: z.string().optional() })),
});

type PlaywrightSuite = z.infer<typeof playwrightSuite>;

const playwrightOutcomes = { expected: 'passed', flaky: 'again', unexpected: 'failed', skipped: 'skipped' } as const;

/** Counts a report of Playwright: each spec once for each project that it ran in, and each error outside the specs. */
export function countPlaywright(report: unknown): Counted {
  const { suites, errors } = playwrightReport.parse(report);
  const broken = errors.map(({ message = 'an error outside the specs' }) => ({
    name: message.split('\n')[0] ?? message,
    outcome: 'failed' as const,
  }));
  return count([...suites.flatMap((suite) => testsOf(suite, '')), ...broken]);
}

function testsOf(suite: PlaywrightSuite, above: string): { name: string; outcome: Outcome }[] {
  const path = above === '' ? suite.title : `${above} › ${suite.title}`;
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.map(({ projectName, status }) => ({
      name: `${path} › ${title} [${projectName}]`,
      outcome: playwrightOutcomes[status],
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, path))];
}
