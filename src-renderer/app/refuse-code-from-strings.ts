import { z } from 'zod';

/** zod compiles its parsers from strings where it may. The window's content policy forbids that, so this runs before any schema is made. */
z.config({ jitless: true });
