import { expect, test } from 'vitest';
import { dialectOf, isThereAlready } from './bolt-dialect.ts';

test('Neo4j is asked in its own words, for rules that may be there', () => {
  expect(dialectOf('Neo4j/5.26.24')).toEqual([
    'CREATE CONSTRAINT ats_record_key IF NOT EXISTS FOR (n:AtsRecord) REQUIRE n._key IS UNIQUE',
    'CREATE INDEX ats_record_space IF NOT EXISTS FOR (n:AtsRecord) ON (n._space)',
    'CREATE CONSTRAINT ats_projection_space IF NOT EXISTS FOR (n:AtsProjection) REQUIRE n.space IS UNIQUE',
  ]);
});

test('Memgraph is asked in its own, with an index beside each constraint', () => {
  expect(dialectOf('Neo4j/v5.11.0 compatible graph database server - Memgraph')).toEqual([
    'CREATE CONSTRAINT ON (n:AtsRecord) ASSERT n._key IS UNIQUE',
    'CREATE INDEX ON :AtsRecord(_key)',
    'CREATE INDEX ON :AtsRecord(_space)',
    'CREATE CONSTRAINT ON (n:AtsProjection) ASSERT n.space IS UNIQUE',
    'CREATE INDEX ON :AtsProjection(space)',
  ]);
});

test('a server that does not say what it is is asked as Neo4j', () => {
  expect(dialectOf('')).toEqual(dialectOf('Neo4j/4.4.0'));
});

test('a rule that is there already is no failure, however it is said', () => {
  const coded = (code: string): Error => Object.assign(new Error('no'), { code });
  expect(isThereAlready(coded('Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists'))).toBe(true);
  expect(isThereAlready(coded('Neo.ClientError.Schema.ConstraintAlreadyExists'))).toBe(true);
  expect(isThereAlready(new Error('Constraint UNIQUE on label AtsRecord already exists.'))).toBe(true);
  expect(isThereAlready(coded('Neo.ClientError.Statement.SyntaxError'))).toBe(false);
  expect(isThereAlready('already exists')).toBe(false);
});
