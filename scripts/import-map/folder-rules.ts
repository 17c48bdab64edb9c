import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';
import { allowedPackages } from './allowed-packages.ts';
import { headless, manifestReaders, table, testRow, type Row } from './table.ts';

const testFile = String.raw`\.test\.tsx?$`;
const suiteFile = String.raw`\.suite\.tsx?$`;
type From = IRegularForbiddenRuleType['from'];
type To = IRegularForbiddenRuleType['to'];

const ours = '^(src-[a-z]+|scripts|e2e|mql5)/';

/** The folders and packages of the table as dependency-cruiser's rules: what a row does not list is an error. */
export const folderRules = (): IForbiddenRuleType[] => [
  ...table.map(rowRule),
  ...table.map(testRowRule),
  ...table.filter((row) => row.typesOnly === true).map(typesOnlyRule),
  forbid('every folder is on the map', { path: ours, pathNot: onTheMap() }, {}),
  forbid('no file off the map stands alone', { orphan: true, path: ours, pathNot: onTheMap() }, {}),
  forbid('nobody imports a test', {}, { path: testFile }),
  forbid('only tests import a suite', { pathNot: [testFile, suiteFile] }, { path: suiteFile }),
  forbid('every import is found', {}, { couldNotResolve: true }),
  forbid('no cycles', {}, { circular: true }),
  neverReaches('electron'),
];

function rowRule(row: Row): IForbiddenRuleType {
  const from = { path: inside(row.folder), pathNot: [testFile, suiteFile] };
  return forbid(`row of ${row.folder}`, from, { pathNot: allowed(row) });
}

function testRowRule(row: Row): IForbiddenRuleType {
  const from = { path: [testFile, suiteFile].map((file) => `${inside(row.folder)}.*${file}`) };
  const folders = [...row.folders, ...testRow.folders];
  return forbid(`tests of ${row.folder}`, from, { pathNot: allowed({ ...row, folders, packages: testRow.packages }) });
}

function typesOnlyRule({ folder, folders }: Row): IForbiddenRuleType {
  const to: To = { path: folders.map(inside), dependencyTypesNot: ['type-only'] };
  return forbid(`types only into ${folder}`, { path: inside(folder), pathNot: [testFile, suiteFile] }, to);
}

function neverReaches(name: string): IForbiddenRuleType {
  const from = { path: headless.map(inside), pathNot: [testFile, suiteFile] };
  return {
    name: `never reaches ${name}`,
    severity: 'error',
    from,
    to: { path: packagePattern(name), reachable: true },
  };
}

function forbid(name: string, from: From, to: To): IForbiddenRuleType {
  return { name, severity: 'error', from, to };
}

function allowed(row: Row): string[] {
  const manifest = manifestReaders.includes(row.folder) ? [String.raw`^package\.json$`] : [];
  return [...[row.folder, ...row.folders].map(inside), ...allowedPackages(row).map(packagePattern), ...manifest];
}

const onTheMap = (): string[] => table.map(({ folder }) => inside(folder));

const inside = (folder: string): string => `^${folder}/`;

/**
 * Matches a module as dependency-cruiser names it: a path below node_modules, a bare name where it is Node's own or not
 * installed.
 */
function packagePattern(name: string): string {
  const escaped = name.replaceAll('.', String.raw`\.`);
  if (name.startsWith('node:')) return `^(node:)?${escaped.slice('node:'.length)}$`;
  return `(^|(^|/)node_modules/)${escaped}${name.endsWith('/') ? '' : '(/|$)'}`;
}
