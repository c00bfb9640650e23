/** Written messages in real time. An agent of default capacity (100 units) holds four at once; one that is idle may be parked. */
export const chat = {
  name: 'chat',
  units: 25,
  parkable: true,
  keptMaxMs: null,
  interruptedBy: ['chat', 'email', 'voice', 'video'],
} as const
