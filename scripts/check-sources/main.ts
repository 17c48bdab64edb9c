/** `main.ts engine|window`: types and lint of one part of the sources. Both ask the same programs, so that each type is worked out once. */
import { ESLint } from 'eslint';
import ts from 'typescript';
import { projectRoot } from '../project-root.ts';
import { parts, sourceProjects, typeErrors, type SourceProject } from './source-projects.ts';

const part = process.argv[2];
if (part !== 'engine' && part !== 'window') throw new Error('Usage: main.ts engine | window');

for (const project of sourceProjects(projectRoot, parts[part])) {
  const isTyped = reportTypes(project);
  const isClean = await reportLint(project);
  if (!isTyped || !isClean) process.exitCode = 1;
}

function reportTypes(project: SourceProject): boolean {
  const wrong = typeErrors(project);
  process.stdout.write(
    ts.formatDiagnostics(wrong, {
      getCurrentDirectory: () => projectRoot,
      getCanonicalFileName: (path) => path,
      getNewLine: () => '\n',
    }),
  );
  return wrong.length === 0;
}

async function reportLint({ program, files }: SourceProject): Promise<boolean> {
  const eslint = new ESLint({
    cwd: projectRoot,
    overrideConfig: { languageOptions: { parserOptions: { projectService: false, programs: [program] } } },
  });
  const results = await eslint.lintFiles([...files]);
  const formatter = await eslint.loadFormatter('stylish');
  process.stdout.write(await formatter.format(results));
  return results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
}
