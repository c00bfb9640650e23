/**
 * Readers that do not read, beside people who talk, on the real hub: whoever is a mebibyte behind for 10 s is closed with
 * 4008, everybody else goes on, memory stays bounded and every descriptor comes back. Floods of connections are in
 * storm-upgrades.ts.
 */
import { setTimeout as passed } from 'node:timers/promises'
import type { ContactId } from '../model/ids.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { descriptorsOf, HubMetrics, memoryMbOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { checkPatience, told, undisturbed } from './storm-calm.ts'
import { Generator } from './storm-generator.ts'
import type { PeopleCommands, Times } from './storm-people.ts'
import { until } from './waiting.ts'
import { visitorTicket, welcomed, type WirePage } from './wire-page.ts'

export interface FloodPlan {
  readonly stalled: number
  readonly good: number
  /** Long messages at once, ten times a second, to fill what the kernels hold for a line that nobody reads. */
  readonly atOnce: number
}

/** P5: so long behind, and it is closed; looked at five times a second, and the hub may be busy. */
const behindMs = { least: 9_000, most: 16_000 } as const
/** What may wait for each reader before it is closed, and what comes on top. */
const megabytesEach = 4
const megabytesBesides = 200
const fillMsMax = 90_000
/** 4,000 characters of three bytes. */
const longText = '窓'.repeat(4_000)
const words = {
  name: '',
  topic: '',
  text: 'hello',
  locale: 'ja',
  pageUrl: '',
  pageTitle: '',
  fields: null,
  intent: null,
} as const

/** Runs the attack. Throws when a good client suffered, or a bad one was kept. */
export async function floods(plan: FloodPlan): Promise<AttackResult> {
  const hub = await startRealHub()
  const people = new Generator<PeopleCommands>('./storm-people.ts')
  const chances = new Chances(['stalled readers closed with 4008', 'messages of good people', 'long messages'])
  try {
    await people.ask('arrive', { port: hub.port, count: plan.good, addresses: 100 })
    const measured = await undisturbed(() => slowReaders(hub, people, plan, chances))
    const { lost, doubled, disordered } = await people.ask('faults', null)
    if (lost + doubled + disordered > 0) throw new Error(`${lost} messages lost, ${doubled} doubled`)
    if (hub.starts !== 1) throw new Error('the hub ended and was started again')
    return chances.result([measured])
  } finally {
    people.end()
    await hub.stop()
    hub.remove()
  }
}

export const floodsAttack: Attack = {
  what: 'readers that do not read, beside people who talk',
  run: (_, size) =>
    floods(size === 'long' ? { stalled: 50, good: 950, atOnce: 6 } : { stalled: 5, good: 30, atOnce: 30 }),
}

async function slowReaders(
  hub: RealHub,
  people: Generator<PeopleCommands>,
  { stalled, good, atOnce }: FloodPlan,
  chances: Chances,
): Promise<string> {
  const descriptors = descriptorsOf(hub)
  const talk = await LoudTalk.begin(hub, stalled, chances)
  try {
    const before = memoryMbOf(hub)
    const calm = await beside(people, () => talk.pour(atOnce, performance.now() + 4_000))
    talk.stall()
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, memoryMbOf(hub))), 100)
    let closedAfterMs = 0
    const storm = await beside(people, async () => {
      const closedBefore = await closesOf(hub)
      const isBehind = async (): Promise<boolean> => (await readersBehind(hub)) === stalled
      await talk.pour(atOnce, performance.now() + fillMsMax, isBehind)
      const began = performance.now()
      // A trickle goes on: it is the hub that must notice, and a reader that gets nothing is not looked at by anybody.
      const isClosed = async (): Promise<boolean> => (await closesOf(hub)) - closedBefore === stalled
      await talk.pour(1, began + behindMs.most, isClosed)
      closedAfterMs = performance.now() - began
    }).finally(() => clearInterval(watch))
    chances.count('messages of good people', calm.count + storm.count)
    chances.count('stalled readers closed with 4008', stalled)
    talk.resume()
    const heard = await talk.checkClosed()
    if (closedAfterMs < behindMs.least) throw new Error(`closed after ${closedAfterMs.toFixed(0)} ms behind`)
    if (peak - before > megabytesBesides + stalled * megabytesEach)
      throw new Error(`memory: ${before} MB, then ${peak} MB`)
    talk.end()
    await until(() => descriptorsOf(hub) <= descriptors + 8)
    checkPatience('beside stalled readers', calm, storm)
    return `${good} good people: ${told(storm)} beside ${stalled} stalled readers, ${told(calm)} beside as many that read; these closed ${(closedAfterMs / 1_000).toFixed(1)} s after they were 1 MiB behind, ${heard} of them read why; memory ${before} MB before, ${peak} MB at most; descriptors ${descriptors} before, ${descriptorsOf(hub)} after`
  } finally {
    talk.end()
  }
}

/** How long good people wait for answers while this goes on. */
async function beside(people: Generator<PeopleCommands>, what: () => Promise<void>): Promise<Times> {
  await people.ask('talk', { everyMs: 1_000 })
  const done = what()
  await done.catch(() => {})
  const times = await people.ask('hush', null)
  await done
  return times
}

const readersBehind = async (hub: RealHub): Promise<number> =>
  (await HubMetrics.of(hub)).value('madoguchi_readers_behind')
const closesOf = async (hub: RealHub): Promise<number> =>
  (await HubMetrics.of(hub)).value('madoguchi_closes_total{code="4008"}')

/** One customer in many tabs, in one of which they write very much. */
class LoudTalk {
  private constructor(
    private readonly loud: WirePage,
    private readonly contact: ContactId,
    private readonly readers: readonly WirePage[],
    private readonly chances: Chances,
  ) {}

  static async begin(hub: RealHub, readers: number, chances: Chances): Promise<LoudTalk> {
    const { ticket, token } = await visitorTicket(hub)
    const loud = await welcomed(hub, ticket)
    const outcome = await loud.ask('contact.start', words)
    if (outcome !== 'done') throw new Error(`a contact could not be begun: ${outcome}`)
    const pages: WirePage[] = []
    while (pages.length < readers) pages.push(await welcomed(hub, (await visitorTicket(hub, token)).ticket))
    return new LoudTalk(loud, loud.contact!, pages, chances)
  }

  /** Writes long messages, ten times a second, until it is so or it is `end`; then throws if something was waited for. */
  async pour(atOnce: number, end: number, isSo?: () => Promise<boolean>): Promise<void> {
    for (let beat = 0; performance.now() < end; beat++) {
      const rest = passed(100)
      const body = { contact: this.contact, text: longText, attachments: [] }
      const outcomes = await Promise.all(Array.from({ length: atOnce }, () => this.loud.ask('message.send', body)))
      if (outcomes.some((outcome) => outcome !== 'done')) throw new Error(`a long message: ${outcomes.join(' ')}`)
      this.chances.count('long messages', atOnce)
      if (beat % 20 === 0) for (const page of [...this.readers, this.loud]) page.beat()
      if (beat % 2 === 0 && (await isSo?.()) === true) return
      await rest
    }
    if (isSo !== undefined) throw new Error(`it is not so in time: ${String(isSo)}`)
  }

  stall(): void {
    for (const reader of this.readers) reader.pause()
  }

  resume(): void {
    for (const reader of this.readers) reader.resume()
  }

  /** How many read 4008 at last. Whoever reads too late finds the line cut: the engine waits some seconds for its close frame to be read. */
  async checkClosed(): Promise<number> {
    await until(() => this.readers.every((reader) => reader.closedWith !== null))
    const codes = this.readers.map(({ closedWith }) => closedWith)
    const wrong = codes.filter((code) => code !== 4008 && code !== 1006)
    if (wrong.length > 0) throw new Error(`stalled readers were closed with ${wrong.join(', ')}`)
    return codes.filter((code) => code === 4008).length
  }

  end(): void {
    for (const page of [this.loud, ...this.readers]) page.leave()
  }
}
