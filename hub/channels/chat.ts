/** Written messages in real time. An agent of default capacity (100 units) holds four at once. */
export const chat = { name: 'chat', units: 25 } as const
