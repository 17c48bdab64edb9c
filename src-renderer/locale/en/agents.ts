/** What agents say. */
export const agents = {
  agents: {
    runs: 'Runs',
  },
} as const;
