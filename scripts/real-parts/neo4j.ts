import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { neo4jLibraries, neo4jVersion } from '#main/testkit/real-neo4j.ts';
import type { Fetched } from './fetched.ts';
import { runStep } from './run-step.ts';

const stepMsMax = 10 * 60_000;

/** Neo4j's server as the libraries of its release, by Maven. A second call finds them there. */
export async function fetchNeo4j(): Promise<Fetched> {
  const failed = (await runStep('java', ['-version'], stepMsMax)) ?? (await fetchLibraries());
  return failed === null ? { kind: 'ready', where: neo4jLibraries } : { kind: 'failed', reason: failed };
}

/** What is fetched bears its name only when it is whole. */
async function fetchLibraries(): Promise<string | null> {
  if (existsSync(neo4jLibraries)) return null;
  const folder = path.dirname(neo4jLibraries);
  const [project, unfinished] = [path.join(folder, 'pom.xml'), path.join(folder, 'unfinished')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(project, projectText);
  const copied = ['-B', '-q', '-f', project, copyDependencies, `-DoutputDirectory=${unfinished}`];
  const failed = await runStep('mvn', copied, stepMsMax);
  if (failed === null) renameSync(unfinished, neo4jLibraries);
  return failed;
}

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

const projectText = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ats</groupId>
  <artifactId>real-parts</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${neo4jVersion}</version></dependency>
  </dependencies>
</project>
`;
