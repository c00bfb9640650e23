/** A spoken call. It has an agent of default capacity to itself, and nothing rings beside it. */
export const voice = { name: 'voice', units: 100, parkable: false, keptMaxMs: 20_000, interruptedBy: [] } as const
