/** Where the document is served, where a person reads it, and how that page is drawn. */
export const documentPaths = { document: '/openapi.json', page: '/api', style: '/api.css' } as const;
