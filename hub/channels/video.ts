/** A call with pictures. It has an agent of default capacity to itself, and nothing rings beside it. */
export const video = { name: 'video', units: 100, parkable: false, keptMaxMs: 20_000, interruptedBy: [] } as const
