/** A letter, answered in hours rather than seconds: everything else may ring beside it, and it may be parked. */
export const email = {
  name: 'email',
  units: 25,
  parkable: true,
  keptMaxMs: null,
  interruptedBy: ['chat', 'email', 'voice', 'video'],
} as const
