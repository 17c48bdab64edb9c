/** Run by npm after an installation: sets the git hooks, where there are a repository and the development packages. */
const husky = await import('husky').catch(() => null);
const problem = husky?.default();
if (problem) process.stderr.write(`git hooks were not set: ${problem}\n`);
