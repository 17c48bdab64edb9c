import { afterEach, expect, test } from 'vitest';
