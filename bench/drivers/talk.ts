/** Calls of two voices each over whatever relays them: how soon they hear each other, and how all of them talk at once. */
import { setTimeout as passed } from 'node:timers/promises'
import { packetMs, Voice } from './voice.ts'

/** What browsers and mediasoup agree on. */
export const cryptoSuite = 'AEAD_AES_128_GCM'

export type LegName = 'customer' | 'agent'

/** What relays calls; they go by number. */
export interface CallSide {
  readonly name: string
  /** Of its process; the worker is that one's child. */
  readonly pid: number
  /** A call of two legs, which may join from now on. */
  begin(call: number): Promise<void>
  /** One leg comes, as a browser does. Resolves when it may speak; what is said to it comes by itself. */
  join(call: number, leg: LegName, voice: Voice, partner: Voice): Promise<void>
  end(call: number): Promise<void>
  /** Why its calls are not what they were, `null` while they are. */
  readonly broken: string | null
  close(): Promise<void>
}

/** Calls that are under way, and for each how long it took from the customer's first request until both heard each other. */
export interface Talks {
  readonly voices: readonly Voice[]
  readonly setUpsMs: readonly number[]
}

const heardWithinMs = 10_000

/** Begins so many calls, one after the other. */
export async function beginTalks(side: CallSide, calls: number): Promise<Talks> {
  const voices: Voice[] = []
  const setUpsMs: number[] = []
  for (let call = 0; call < calls; call++) {
    const pair = [await Voice.open(2 * call), await Voice.open(2 * call + 1)] as const
    voices.push(...pair)
    setUpsMs.push(await beginTalk(side, call, ...pair))
  }
  return { voices, setUpsMs }
}

/** The agent is there and speaks already; then the customer comes. */
async function beginTalk(side: CallSide, call: number, customer: Voice, agent: Voice): Promise<number> {
  await side.begin(call)
  await side.join(call, 'agent', agent, customer)
  const speaking = [setInterval(() => agent.speak(), packetMs)]
  try {
    const asked = performance.now()
    await side.join(call, 'customer', customer, agent)
    customer.speak()
    speaking.push(setInterval(() => customer.speak(), packetMs))
    await inTime(Promise.all([customer.firstHeard, agent.firstHeard]), side.name)
    return performance.now() - asked
  } finally {
    for (const timer of speaking) clearInterval(timer)
  }
}

function inTime(heard: Promise<unknown>, name: string): Promise<unknown> {
  const stop = new AbortController()
  const late = passed(heardWithinMs, null, { signal: stop.signal }).then(
    () => Promise.reject(new Error(`${name}: two legs did not hear each other within ${heardWithinMs / 1_000} s`)),
    () => {},
  )
  return Promise.race([heard, late]).finally(() => stop.abort())
}

export interface Said {
  readonly tookMs: number
  readonly sent: number
  readonly lost: number
  readonly delaysMs: number[]
  /** How late packets left, at each look at the clock. */
  readonly lateMs: number[]
}

/** All speak for so long, each a packet every 20 ms, spread over these 20 ms. */
export async function talk(voices: readonly Voice[], seconds: number): Promise<Said> {
  // What was still on its way from before is not of this talk.
  await passed(50)
  for (const voice of voices) {
    voice.delaysMs.length = 0
    voice.heard = 0
  }
  const lateMs: number[] = []
  const packets = Math.round((seconds * 1_000) / packetMs) * voices.length
  const gapMs = packetMs / voices.length
  const began = performance.now()
  for (let sent = 0; sent < packets;) {
    await passed(1)
    const sinceMs = performance.now() - began
    lateMs.push(Math.max(0, sinceMs - sent * gapMs))
    for (const due = Math.min(packets, Math.floor(sinceMs / gapMs)); sent < due; sent++)
      voices[sent % voices.length]!.speak()
  }
  const tookMs = performance.now() - began
  const heard = await settled(voices, packets)
  return { tookMs, sent: packets, lost: packets - heard, delaysMs: voices.flatMap((one) => one.delaysMs), lateMs }
}

/** How many packets were heard, once all have come or no more come. */
async function settled(voices: readonly Voice[], packets: number): Promise<number> {
  const count = (): number => voices.reduce((sum, { heard }) => sum + heard, 0)
  for (let before = -1; before !== count() && count() < packets; await passed(250)) before = count()
  return count()
}
