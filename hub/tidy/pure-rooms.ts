/** The rooms without clock, chance and engines, and the ports: who may import whom there. See rooms.ts. */
import type { Room } from './rooms.ts'

const pure = 'this room is pure: let the caller hand in what is needed, as a parameter'

export const pureRooms: readonly Room[] = [
  { at: 'hub/model/', may: [], instead: 'the model stands below everything: move the code up' },
  { at: 'hub/channels/', may: ['hub/model/'], instead: pure },
  { at: 'hub/hours/', may: ['hub/model/'], types: ['hub/ports/civil-time.ts'], instead: pure },
  { at: 'hub/presence/', may: ['hub/model/'], instead: pure },
  { at: 'hub/flow/', may: ['hub/model/', 'hub/hours/civil.ts'], instead: pure },
  {
    at: 'hub/knowledge/',
    may: ['hub/flow/faults.ts', 'hub/flow/json.ts', 'hub/flow/shape.ts', 'minisearch'],
    instead: pure,
  },
  {
    at: 'hub/answering/',
    may: ['hub/flow/', 'hub/model/', 'hub/ports/'],
    instead: 'the search and the language model are handed in: what may be said of them is settled here',
  },
  { at: 'hub/metrics/', may: ['hub/model/'], instead: pure },
  { at: 'hub/reports/', may: ['hub/model/'], types: ['hub/acd/', 'hub/channels/'], instead: pure },
  {
    at: 'hub/protocol/',
    may: ['hub/model/', 'msgpackr'],
    instead: 'the wire is browser-safe and knows the model only',
  },
  { at: 'hub/calls/', may: ['hub/model/'], types: ['hub/ports/media-call.ts'], instead: pure },
  { at: 'hub/acd/', may: ['hub/model/', 'hub/channels/'], instead: pure },
  {
    at: 'hub/acd/reference/',
    may: ['hub/model/', 'hub/channels/'],
    types: ['hub/acd/commands.ts', 'hub/acd/events.ts', 'hub/acd/state.ts'],
    instead: 'the reference answers from SPEC.md alone: what it took from the core would prove nothing',
  },
  {
    at: 'hub/ports/',
    may: ['hub/model/'],
    types: ['hub/flow/'],
    instead: 'a port speaks the words of the model, not of an engine or a caller',
  },
]
