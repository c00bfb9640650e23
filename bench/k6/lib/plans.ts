/**
 * The scripts by name: who comes when, and what must hold. Times of arrival and numbers of people are k6's executors, said
 * in k6's own words; the driver on Node does the same by them. To add a script: a plan here, a file beside
 * bench/k6/whole-day.ts, a row in bench/k6/README.md.
 */
import { trends } from './measures.ts'
import type { Outside } from './outside.ts'
import type { Settings } from './settings.ts'

/** What one person does. Names of the functions that a script exports. */
export type Part = 'visitors' | 'agents' | 'stormers'

interface Base {
  readonly exec: Part
  readonly gracefulStop: string
}

/** Visitors come at a rate, whether or not earlier ones have gone: who is slow is not spared. */
export interface Arrivals extends Base {
  readonly executor: 'ramping-arrival-rate'
  readonly startRate: number
  /** Rates are for so long. */
  readonly timeUnit: string
  readonly stages: readonly { readonly target: number; readonly duration: string }[]
  readonly preAllocatedVUs: number
  readonly maxVUs: number
}

/** People who all come once. */
export interface Crowd extends Base {
  readonly executor: 'per-vu-iterations'
  readonly vus: number
  readonly iterations: 1
  readonly maxDuration: string
}

export interface Plan {
  readonly scenarios: Readonly<Record<string, Arrivals | Crowd>>
  /** By measure, with k6's expressions. */
  readonly thresholds: Readonly<Record<string, readonly string[]>>
  /** When visitors stop coming, from the beginning. */
  readonly lastArrivalMs: number
}

export const scripts = {
  'visitors-day': 'A day of visitors in small: morning, peak, noon, peak, evening. Agents are somebody else’s',
  'agents-day':
    'A day of agents in small: they come one by one, work, take their break, go. Visitors are somebody else’s',
  'whole-day': 'Both days together',
  spike: 'A steady day, and in the middle of it SPIKE_TIMES as many visitors for SPIKE_FOR',
  soak: 'A steady day for as long as DURATION says, with its quarters side by side',
  'reconnect-storm': 'VISITORS are there with a contact each, lose their lines at one moment, and all come back',
} as const
export type Script = keyof typeof scripts

const seconds = (ms: number): string => `${Math.round(ms)}ms`

/** A visit that is served at once, on average. */
export const visitMs = ({ messages, thinkMs, answerMs, acceptMs }: Settings): number =>
  acceptMs + messages * answerMs + (messages - 1) * thinkMs

/** From the last arrival until everybody is out at the latest: nobody waits longer, and nobody takes twice as long. */
const tailMs = (settings: Settings): number =>
  settings.patienceMs + 2 * visitMs(settings) + settings.wrapUpMs * 2 + 2_000

export function planOf(script: Script, settings: Settings): Plan {
  if (script === 'reconnect-storm') return storm(settings)
  const stages = script === 'agents-day' ? [] : stagesOf[script](settings)
  const lastArrivalMs =
    script === 'agents-day' ? settings.rampMs + settings.durationMs : stages.reduce((sum, { forMs }) => sum + forMs, 0)
  const stayMs = lastArrivalMs + tailMs(settings)
  return {
    lastArrivalMs,
    scenarios: {
      ...(script === 'visitors-day' || settings.agents === 0 ? {} : { agents: agentsUntil(settings, stayMs) }),
      ...(stages.length === 0 ? {} : { visitors: arrivals(settings, stages) }),
    },
    thresholds: thresholdsOf(script, settings),
  }
}

interface Stage {
  /** Of the rate, at the end of the stage. */
  readonly part: number
  readonly forMs: number
}

const steady = ({ rampMs, durationMs }: Settings): readonly Stage[] => [
  { part: 1, forMs: rampMs },
  { part: 1, forMs: durationMs },
]

/** The curve of a working day, pressed into the duration. */
const day = ({ rampMs, durationMs }: Settings): readonly Stage[] => [
  { part: 0.3, forMs: rampMs },
  { part: 1, forMs: durationMs * 0.25 },
  { part: 0.6, forMs: durationMs * 0.2 },
  { part: 1, forMs: durationMs * 0.25 },
  { part: 0.1, forMs: durationMs * 0.3 },
]

const stagesOf: Readonly<
  Record<Exclude<Script, 'agents-day' | 'reconnect-storm'>, (settings: Settings) => readonly Stage[]>
> = {
  'visitors-day': day,
  'whole-day': day,
  soak: steady,
  spike: (settings) => {
    const calmMs = Math.max(0, settings.durationMs - settings.spikeMs) / 2
    return [
      { part: 1, forMs: settings.rampMs },
      { part: 1, forMs: calmMs },
      { part: settings.spikeTimes, forMs: 0 },
      { part: settings.spikeTimes, forMs: settings.spikeMs },
      { part: 1, forMs: 0 },
      { part: 1, forMs: calmMs },
    ]
  },
}

function arrivals(settings: Settings, stages: readonly Stage[]): Arrivals {
  const { ratePerMinute, perVu, visitors } = settings
  const rate = (part: number): number => Math.max(0, Math.round((ratePerMinute * part * minutesPerUnit) / perVu))
  const most = Math.max(...stages.map(({ part }) => part))
  const atOnce = ((ratePerMinute * most) / 60_000) * (visitMs(settings) + 2_000) + perVu
  const maxVUs = Math.max(1, Math.ceil(visitors / perVu))
  return {
    executor: 'ramping-arrival-rate',
    exec: 'visitors',
    startRate: rate(stages[0]!.part === 1 ? 0 : stages[0]!.part / 2),
    // k6 takes whole rates only: by the hour, so that few a minute are told apart.
    timeUnit: `${minutesPerUnit}m`,
    stages: stages.map(({ part, forMs }) => ({ target: rate(part), duration: seconds(forMs) })),
    preAllocatedVUs: Math.min(maxVUs, Math.max(1, Math.ceil((atOnce * 1.5) / perVu))),
    maxVUs,
    gracefulStop: seconds(tailMs(settings)),
  }
}

const minutesPerUnit = 60

const agentsUntil = ({ agents, perVu }: Settings, stayMs: number): Crowd => ({
  executor: 'per-vu-iterations',
  exec: 'agents',
  vus: Math.ceil(agents / perVu),
  iterations: 1,
  maxDuration: seconds(stayMs + 60_000),
  gracefulStop: '5s',
})

function storm(settings: Settings): Plan {
  const { visitors, perVu, rampMs, holdMs, settleMs } = settings
  return {
    lastArrivalMs: rampMs,
    scenarios: {
      visitors: {
        executor: 'per-vu-iterations',
        exec: 'stormers',
        vus: Math.ceil(visitors / perVu),
        iterations: 1,
        maxDuration: seconds(rampMs + holdMs + settleMs + 90_000),
        gracefulStop: '5s',
      },
    },
    thresholds: thresholdsOf('reconnect-storm', settings),
  }
}

const never = ['count==0']
const whole = { lost: never, duplicated: never, gaps: never, failures: never }

function thresholdsOf(script: Script, { limitsMs, cutsItself }: Settings): Plan['thresholds'] {
  const { offerP99, messageP99, ackP99, ackMin, waitP95, resumeP99 } = limitsMs
  const talk = { message_latency: [`p(99)<${messageP99}`], ack_latency: [`p(99)<${ackP99}`, `min<${ackMin}`] }
  const alone = { ...whole, lines_lost: never, ...sumsSeen }
  // A visitor whom the generator could not send is one that the figures do not know of.
  const served = { dropped_iterations: never, served: ['rate>0.95'], queue_wait: [`p(95)<${waitP95}`] }
  const offers = { offer_latency: [`p(99)<${offerP99}`] }
  switch (script) {
    case 'visitors-day':
      return { ...alone, ...talk, ...served, http_req_failed: ['rate<0.01'] }
    case 'agents-day':
      return { ...alone, ...talk, ...offers }
    case 'whole-day':
      return { ...alone, ...talk, ...offers, ...served, http_req_failed: ['rate<0.01'] }
    case 'spike':
      // Whoever comes in a spike may wait, and may leave: what is said must arrive as on any day.
      return { ...alone, ...talk, ...offers, dropped_iterations: never }
    case 'soak':
      return { ...alone, ...talk, ...offers, ...served, ...quartersSeen }
    case 'reconnect-storm':
      return {
        ...whole,
        resume_time: [`p(99)<${resumeP99}`],
        resumed: ['rate==1'],
        // While a hub is away nobody gets a ticket from it.
        ...(cutsItself ? { http_req_failed: ['rate<0.01'] } : {}),
      }
  }
}

/** The quarter of a soak that a sample belongs to stands in the tag `quarter`. */
export const quarters = ['1', '2', '3', '4'] as const

// k6 shows only those parts of a measure that a threshold names: these always hold.

const sumsSeen = Object.fromEntries(
  ['said', 'heard'].flatMap((name) => ['customer', 'agent'].map((by) => [`${name}{by:${by}}`, ['count>=0']])),
)

const quartersSeen = Object.fromEntries(
  ['message_latency', 'offer_latency'].flatMap((name) =>
    quarters.map((quarter) => [`${name}{quarter:${quarter}}`, ['p(99)>=0']]),
  ),
)

/** For a soak: an outside that says of each time that is measured in which quarter of the run that was. */
export function byQuarter(script: Script, { lastArrivalMs }: Plan, outside: Outside): Outside {
  if (script !== 'soak') return outside
  const quarter = (): string => {
    const passed = (outside.now() - outside.startedAt()) / lastArrivalMs
    return quarters[Math.min(quarters.length - 1, Math.floor(passed * quarters.length))]!
  }
  return {
    ...outside,
    add: (measure, value, tags) =>
      outside.add(measure, value, measure in trends ? { ...tags, quarter: quarter() } : tags),
  }
}
