import { beforeAll } from 'vitest';
import { gatewayContract } from '#main/wiring/gateway-contract.suite.ts';
import { adviserUnderTest, lacking } from './adviser-under-test.suite.ts';
import { buildProgram } from './build/build-program.ts';
import { programs } from './build/places.ts';
import { whySkipped } from './build/variant.ts';

const whyNot = whySkipped('plain');

const buildMsMax = 300_000;

beforeAll(async () => {
  if (whyNot !== null) return;
  for (const program of Object.values(programs)) await buildProgram({ program, variant: 'plain' });
}, buildMsMax);

gatewayContract({ name: 'the compiled adviser', make: adviserUnderTest, whyNot, lacks: lacking });
