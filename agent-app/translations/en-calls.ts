/**
 * What is said of calls before one is there: in the list, in the log, on the floor. The sentences of a call's own screens
 * are in en-call-screen.ts, which is loaded with them.
 */
import type { Entry } from '#protocol'

type Kind<K extends Entry['kind']> = Extract<Entry, { kind: K }>
type Media = Kind<'callBegan'>['media']
type Part = Kind<'callPart'>['part']

const media: Readonly<Record<Media, string>> = { audio: 'Voice call', video: 'Video call' }
const part: Readonly<Record<Part, (name: string) => string>> = {
  talk: (name) => `${name} came into the call`,
  consult: (name) => `${name} is consulted; the customer does not hear it`,
  monitor: (name) => `${name} listens in`,
  whisper: (name) => `${name} whispers to the agent`,
  barge: (name) => `${name} joined in and talks with all`,
  left: (name) => `${name} left the call`,
}
const declined: Readonly<Record<Kind<'callDeclined'>['by'], (what: string) => string>> = {
  customer: (what) => `${what}: the customer did not want it now`,
  agent: (what) => `${what}: declined`,
}
const recording: Readonly<Record<Kind<'callRecording'>['state'], string>> = {
  on: 'The call is recorded from here on',
  off: 'The call is no longer recorded',
  refused: 'The customer does not want the call recorded',
}

export const enCalls = {
  section: 'Calls',
  /** Of offers and rows, by channel. */
  channel: { voice: 'Voice call', video: 'Video call' } as Readonly<Record<string, string>>,
  call: 'Call',
  video: 'Video call',
  proposing: 'Asking the customer…',
  listen: 'Listen in',
  listenTo: (name: string) => `Listen in: ${name}`,
  listening: { monitor: 'You listen in', whisper: 'You whisper', barge: 'You talk with all', talk: 'You are in it' },
  show: 'Show',
  showCall: (name: string) => `Show the call: ${name}`,
  media,
  quiet: {
    began: (what: Media, by: 'customer' | 'agent') =>
      `${media[what]} begun by ${by === 'agent' ? 'us' : 'the customer'}`,
    ended: (time: string) => `Call ended after ${time}`,
    missed: 'Call ended before anybody talked',
    declined: (what: Media, by: 'customer' | 'agent') => declined[by](media[what]),
    part,
    recording,
  },
}
