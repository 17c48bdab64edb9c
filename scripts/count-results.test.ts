import { expect, test } from 'vitest';
import { addCounted, countedLine, countPlaywright, countVitest } from './count-results.ts';

const unit = {
  testResults: [
    {
      name: 'src-main/risk/check-risk.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'denies a stop on the wrong side', status: 'passed' },
        { fullName: 'rounds down', status: 'failed' },
        { fullName: 'skipped: no market data here', status: 'skipped' },
        { fullName: 'later', status: 'todo' },
        { fullName: 'at a second try', status: 'passed', failureMessages: ['AssertionError: too early'] },
      ],
    },
    { name: 'src-main/risk/broken.test.ts', status: 'failed', assertionResults: [] },
  ],
};

test('vitest: a file that could not be run is a failure, and a test that is still to do is skipped', () => {
  expect(countVitest(unit)).toEqual({
    passed: 2,
    failed: ['rounds down', 'src-main/risk/broken.test.ts (could not be run)'],
    skipped: ['skipped: no market data here', 'later'],
    again: ['at a second try'],
  });
});

const specs = {
  suites: [
    {
      title: 'ticket.spec.ts',
      specs: [{ title: 'shows the stop', tests: [{ projectName: 'browser', status: 'expected' }] }],
      suites: [
        {
          title: 'approve',
          specs: [
            {
              title: 'once',
              tests: [
                { projectName: 'browser', status: 'unexpected' },
                { projectName: 'electron', status: 'flaky' },
              ],
            },
            { title: 'by key', tests: [{ projectName: 'browser', status: 'skipped' }] },
          ],
        },
      ],
    },
  ],
  errors: [{ message: 'Error: no such fixture\n    at somewhere' }],
};

test('Playwright: specs count once a project, and an error outside them is a failure', () => {
  expect(countPlaywright(specs)).toEqual({
    passed: 2,
    failed: ['ticket.spec.ts › approve › once [browser]', 'Error: no such fixture'],
    skipped: ['ticket.spec.ts › approve › by key [browser]'],
    again: ['ticket.spec.ts › approve › once [electron]'],
  });
});

test('the counted line sums up all runners', () => {
  expect(countedLine(addCounted(countVitest(unit), countPlaywright(specs)))).toBe('4 passed, 4 failed, 3 skipped');
});
