/**
 * What a run is told by environment variables, with what it takes when they say nothing. To add one: a line here, where it
 * is read below, and a row in bench/k6/README.md, which a test asks for.
 */

/** All variables: what is taken without them, and what they say. Times are seconds, or have a unit: `90s`, `5m`, `2h`. */
export const variables = {
  HUB: ['http://127.0.0.1:8080', 'Address of the hub'],
  ORIGIN: ['', 'Origin of the page that visitors come from, one of the site’s; without it the address of the hub'],
  SITE: ['pk_demo', 'Public key of the site'],
  TOPICS: ['', 'Keys of topics, by commas, of which visitors choose one; without it the site’s default queue'],
  RATE: ['60', 'Visitors that come in a minute, at most of the day'],
  VISITORS: ['200', 'Visitors that are there at once, at most; those of a reconnect storm'],
  AGENTS: ['4', 'Agents'],
  AGENT_LOGIN: ['load-{n}', 'Login of agent number {n}, which counts from 1'],
  AGENT_PASSWORD: ['', 'Password of all of them'],
  AGENTS_FILE: [
    '',
    'In place of the two: a file with `login,password` a line. k6 looks for it from where the bundle lies',
  ],
  PER_VU: [
    '1',
    'People that one virtual user of k6 plays at once. More of them cost less memory and wait for each other',
  ],
  DURATION: ['2m', 'How long visitors come, without the ramp'],
  RAMP: ['20s', 'How long it takes until all agents are in, and until all visitors of a storm are'],
  MESSAGES: ['4', 'What a visitor writes in one contact, the first words included'],
  THINK: ['4s', 'How long a visitor takes for the next message, on average'],
  ANSWER: ['3s', 'How long an agent takes for an answer, on average'],
  ACCEPT: ['1s', 'How long an agent takes to accept an offer, on average'],
  WRAP_UP: ['5s', 'How long an agent wraps up, on average'],
  BREAK: ['10s', 'The break that each agent takes once; 0 for none'],
  BREAK_REASON: ['break', 'Key of the reason for it'],
  DISPOSITION: ['', 'Key of the disposition that agents choose'],
  PATIENCE: ['60s', 'How long a visitor waits for an agent before they leave'],
  FLOOR: [
    'skip',
    'Whether agents read the list of the whole floor, which costs the generator the most: `read` or `skip`',
  ],
  SPIKE_TIMES: ['5', 'How many times as many visitors come during a spike'],
  SPIKE_FOR: ['30s', 'How long a spike lasts'],
  HOLD: ['20s', 'How long everybody is there before the lines of a reconnect storm are cut'],
  SETTLE: ['30s', 'How long they have to come back'],
  CUT: [
    'self',
    'Who cuts the lines of a reconnect storm: `self`, the generator, all at once; `hub`, you, by ending the hub',
  ],
  OFFER_P99_MS: ['250', 'Threshold: from making an offer to its being at the agent, worst in a hundred'],
  MESSAGE_P99_MS: ['250', 'Threshold: from sending a message to its being at the other side, worst in a hundred'],
  ACK_P99_MS: ['250', 'Threshold: from sending a message to the hub’s acknowledgement, worst in a hundred'],
  ACK_MIN_MS: [
    '50',
    'Threshold: the quickest acknowledgement of all, which shows what a message costs the hub also where the machine is busy',
  ],
  WAIT_P95_MS: ['30000', 'Threshold: how long visitors wait for an agent, worst in twenty'],
  RESUME_P99_MS: ['10000', 'Threshold: from losing a line to being back, worst in a hundred'],
  SUMMARY_JSON: ['', 'A file for the summary as JSON'],
  SUMMARY_TEXT: ['', 'A file for the summary as text; it is printed anyway'],
} as const
export type Variable = keyof typeof variables

export interface Settings {
  /** Without a slash at the end. */
  readonly hub: string
  readonly origin: string
  readonly site: string
  readonly topics: readonly string[]
  readonly ratePerMinute: number
  readonly visitors: number
  readonly agents: number
  readonly perVu: number
  readonly durationMs: number
  readonly rampMs: number
  readonly messages: number
  readonly thinkMs: number
  readonly answerMs: number
  readonly acceptMs: number
  readonly wrapUpMs: number
  readonly breakMs: number
  readonly breakReason: string
  readonly disposition: string
  readonly patienceMs: number
  readonly readsFloor: boolean
  readonly spikeTimes: number
  readonly spikeMs: number
  readonly holdMs: number
  readonly settleMs: number
  readonly cutsItself: boolean
  readonly limitsMs: {
    readonly offerP99: number
    readonly messageP99: number
    readonly ackP99: number
    readonly ackMin: number
    readonly waitP95: number
    readonly resumeP99: number
  }
  readonly summaryJson: string
  readonly summaryText: string
  readonly login: string
  readonly password: string
  readonly agentsFile: string
}

export type Environment = Readonly<Partial<Record<string, string>>>

/** Throws one sentence on a variable that cannot be used. */
export function settingsFrom(env: Environment): Settings {
  const text = (name: Variable): string => env[name] ?? variables[name][0]
  const number = (name: Variable, least: number): number => {
    const value = Number(text(name))
    if (!(value >= least)) throw new Error(`${name}=${text(name)}: must be a number, ${least} at least.`)
    return value
  }
  const choice = (name: Variable, yes: string, no: string): boolean => {
    if (![yes, no].includes(text(name))) throw new Error(`${name}=${text(name)}: must be ${yes} or ${no}.`)
    return text(name) === yes
  }
  const ms = (name: Variable): number => milliseconds(name, text(name))
  const hub = text('HUB').replace(/\/+$/, '')
  if (!/^https?:\/\/[^/]+$/.test(hub)) throw new Error(`HUB=${hub}: must be http:// or https:// and a host.`)
  return {
    hub,
    origin: text('ORIGIN') || hub,
    site: text('SITE'),
    topics: text('TOPICS').split(','),
    ratePerMinute: number('RATE', 0),
    visitors: number('VISITORS', 1),
    agents: number('AGENTS', 0),
    perVu: number('PER_VU', 1),
    durationMs: ms('DURATION'),
    rampMs: ms('RAMP'),
    messages: number('MESSAGES', 1),
    thinkMs: ms('THINK'),
    answerMs: ms('ANSWER'),
    acceptMs: ms('ACCEPT'),
    wrapUpMs: ms('WRAP_UP'),
    breakMs: ms('BREAK'),
    breakReason: text('BREAK_REASON'),
    disposition: text('DISPOSITION'),
    patienceMs: ms('PATIENCE'),
    readsFloor: choice('FLOOR', 'read', 'skip'),
    spikeTimes: number('SPIKE_TIMES', 1),
    spikeMs: ms('SPIKE_FOR'),
    holdMs: ms('HOLD'),
    settleMs: ms('SETTLE'),
    cutsItself: choice('CUT', 'self', 'hub'),
    limitsMs: {
      offerP99: number('OFFER_P99_MS', 0),
      messageP99: number('MESSAGE_P99_MS', 0),
      ackP99: number('ACK_P99_MS', 0),
      ackMin: number('ACK_MIN_MS', 0),
      waitP95: number('WAIT_P95_MS', 0),
      resumeP99: number('RESUME_P99_MS', 0),
    },
    summaryJson: text('SUMMARY_JSON'),
    summaryText: text('SUMMARY_TEXT'),
    login: text('AGENT_LOGIN'),
    password: text('AGENT_PASSWORD'),
    agentsFile: text('AGENTS_FILE'),
  }
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

function milliseconds(name: string, text: string): number {
  const [, value, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  if (value === undefined) throw new Error(`${name}=${text}: must be a time, such as 90s, 5m or 2h.`)
  return Number(value) * unitsMs[unit]!
}

export interface Credentials {
  readonly login: string
  readonly password: string
}

/** Of agent number `index`, from 0. `file` is the text of AGENTS_FILE, or null where there is none. */
export function credentialsOf(settings: Settings, file: string | null, index: number): Credentials {
  if (file === null) return { login: settings.login.replace('{n}', String(index + 1)), password: settings.password }
  const lines = file.split('\n').filter((line) => line.trim() !== '')
  const line = lines[index]
  if (line === undefined) throw new Error(`AGENTS_FILE has ${lines.length} agents, and ${index + 1} are asked for.`)
  const comma = line.indexOf(',')
  return { login: line.slice(0, comma).trim(), password: line.slice(comma + 1).trim() }
}
