import { expect, test } from 'vitest';
import type { EngineMessage } from '#shared/contract/shell-messages.ts';
import { shellLauncher } from './shell-launcher.ts';

function launcherAndPosted() {
  const posted: EngineMessage[] = [];
  const launcher = shellLauncher((message) => posted.push(message));
  const launch = () =>
    launcher.launch({ entry: 'simulatedTerminal', arguments: ['--seed', '7'], secrets: { KEY: 's' } });
  return { launcher, launch, posted };
}

test('asks the shell to fork, with the secrets apart from the arguments', () => {
  const { launch, posted } = launcherAndPosted();
  launch();
  launch();
  const wish = { kind: 'launchChild', entry: 'simulatedTerminal', arguments: ['--seed', '7'], secrets: { KEY: 's' } };
  expect(posted).toEqual([
    { ...wish, child: 1 },
    { ...wish, child: 2 },
  ]);
});

test('knows a child’s process once the shell has started it', () => {
  const { launcher, launch } = launcherAndPosted();
  const [first, second] = [launch(), launch()];
  expect(first.pid).toBeUndefined();
  launcher.childStarted(2, 4711);
  launcher.childStarted(1, null);
  expect([first.pid, second.pid]).toEqual([undefined, 4711]);
});

test('tells each child’s end once, to who listens to that child', () => {
  const { launcher, launch } = launcherAndPosted();
  const ends: unknown[] = [];
  launch().onExit((code) => ends.push(['first', code]));
  launch().onExit((code) => ends.push(['second', code]));
  launcher.childExited(2, 9);
  launcher.childExited(2, 9);
  launcher.childExited(1, null);
  expect(ends).toEqual([
    ['second', 9],
    ['first', null],
  ]);
});

test('takes news of a child that it does not know for what it is: too late', () => {
  const { launcher, posted } = launcherAndPosted();
  launcher.childStarted(5, 1);
  launcher.childExited(5, 0);
  expect(posted).toEqual([]);
});

test('a child that is let go is ended by the shell', () => {
  const { launch, posted } = launcherAndPosted();
  launch()[Symbol.dispose]();
  expect(posted.at(-1)).toEqual({ kind: 'endChild', child: 1 });
});
