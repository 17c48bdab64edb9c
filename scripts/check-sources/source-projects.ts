import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** One of the project's TypeScript projects as a program of its own, with the files that it is asked about. */
export interface SourceProject {
  readonly program: ts.Program;
  readonly files: readonly string[];
}

/** Which projects are looked at together: each part shares little but `src-shared` with the other. */
export const parts = {
  engine: ['shared', 'engine', 'electron', 'preload', 'tooling', 'tests'],
  window: ['renderer', 'window-tests'],
} as const;

/**
 * Programs over the sources themselves: what other projects declare is read from their sources, not from declarations that would have to be
 * made first (those of the contract's schemas are twenty times as long as the sources, and take most of a build's time). Files that several
 * programs read alike are parsed once; a program is made when it is asked for, so that the one before it can be forgotten with all its types.
 */
export function* sourceProjects(root: string, names: readonly string[]): Generator<SourceProject> {
  const parsed = new Map<string, Map<string, ts.SourceFile | undefined>>();
  for (const name of names) {
    const { fileNames, options, errors } = configurationOf(root, name);
    const way = [options.module, options.moduleResolution, options.jsx].join();
    const known = parsed.get(way) ?? new Map<string, ts.SourceFile | undefined>();
    parsed.set(way, known);
    const program = ts.createProgram({
      rootNames: fileNames,
      options,
      host: hostOver(known, options),
      configFileParsingDiagnostics: errors,
    });
    yield { program, files: fileNames.filter((path) => !path.endsWith('.json')) };
  }
}

function configurationOf(root: string, name: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(join(root, `tsconfig.${name}.json`), (path) =>
    readFileSync(path, 'utf8'),
  ) as { config: unknown; error?: ts.Diagnostic };
  const alone = { composite: false, emitDeclarationOnly: false, declaration: false, noEmit: true };
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root, alone);
  return { ...parsed, errors: error === undefined ? parsed.errors : [error, ...parsed.errors] };
}

function hostOver(known: Map<string, ts.SourceFile | undefined>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  return {
    ...host,
    getSourceFile: (path, ...how) => {
      if (!known.has(path)) known.set(path, host.getSourceFile(path, ...how));
      return known.get(path);
    },
  };
}

/** What TypeScript says against a project: its configuration, and the files that are its own. */
export const typeErrors = ({ program, files }: SourceProject): ts.Diagnostic[] => [
  ...program.getConfigFileParsingDiagnostics(),
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...files.flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  }),
];
