/**
 * What is measured, by name, kind and meaning. The names are those of k6's custom metrics; the driver on Node keeps the
 * same. Instants are those at which a frame came off the wire, not at which the script got to it.
 */

export const trends = {
  offer_latency: 'From making an offer, in the hub, to its being at the agent',
  message_latency: 'From sending a message to its being at the other side (tag `to`)',
  ack_latency: 'From sending a message to the hub’s acknowledgement, which says that it is on the disk',
  queue_wait: 'From beginning a contact to an agent’s joining it',
  welcome_time: 'From opening a socket to the hub’s welcome',
  resume_time: 'From losing a line to being welcomed again',
  generator_lag: 'How long a frame lay in the generator before the script got to it: large, the generator is the limit',
} as const

export const counters = {
  contacts_started: 'Contacts begun',
  contacts_served: 'Contacts that an agent joined and that went to their end',
  contacts_abandoned: 'Contacts whose visitor left before an agent came',
  offers_accepted: 'Offers accepted',
  messages_sent: 'Messages sent, both ways (tag `by`)',
  messages_arrived: 'Messages that arrived at the other side (tag `to`)',
  said: 'Sum over the words of contacts that were served (tag `by`)',
  heard: 'Sum over the words that arrived (tag `by`: whose words). Equal to `said`, or something was lost or changed',
  lost: 'Messages that were acknowledged and are not where they must be, or a number that was passed over',
  duplicated: 'Messages that arrived again',
  gaps: 'Lines that the client left because a number of a log or a list was missing',
  refusals: 'Requests refused (tag `code`)',
  lines_lost: 'Lines that ended without our wish (tag `code`)',
  failures: 'People who could not do what they came for (tag `why`)',
} as const

export const rates = {
  served: 'Share of the visitors who came that were served',
  resumed: 'Share of the lines cut that came back',
} as const

export type Trend = keyof typeof trends
export type Counter = keyof typeof counters
export type Rate = keyof typeof rates
export type Measure = Trend | Counter | Rate
export type Tags = Readonly<Record<string, string>>
