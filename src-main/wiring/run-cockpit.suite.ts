import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { unreachable } from '#shared/base/assert.ts';
