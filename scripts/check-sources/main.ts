/** `main.ts engine|window`: types and lint of one part of the sources. Both ask the same programs, so that each type is worked out once. */
import { ESLint } from 'eslint';
import ts from 'typescript';
import { projectRoot } from '../project-root.ts';
import { parts, sourceProjects, typeErrors } from './source-projects.ts';

const patterns = {
  engine: { files: ['.'], ignored: ['src-renderer/'] },
  window: { files: ['src-renderer'], ignored: [] },
} as const;

const part = process.argv[2] === 'window' ? 'window' : 'engine';

const projects = sourceProjects(projectRoot, parts[part]);
const wrong = typeErrors(projects);
process.stdout.write(
  ts.formatDiagnostics(wrong, {
    getCurrentDirectory: () => projectRoot,
    getCanonicalFileName: (path) => path,
    getNewLine: () => '\n',
  }),
);

const eslint = new ESLint({
  cwd: projectRoot,
  ignorePatterns: [...patterns[part].ignored],
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false, programs: projects.map(({ program }) => program) } },
  },
});
const results = await eslint.lintFiles([...patterns[part].files]);
const formatter = await eslint.loadFormatter('stylish');
process.stdout.write(await formatter.format(results));

const isClean = results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
if (wrong.length > 0 || !isClean) process.exitCode = 1;
