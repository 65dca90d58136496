/** The moment so many seconds ago, as the API writes it. */
export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
