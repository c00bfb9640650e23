/**
 * Readers that do not read, and sockets that say nothing, on the real hub. Slow readers are closed with 4008 while everybody
 * else goes on; whoever never says hello is closed; memory stays bounded and every descriptor comes back.
 */
import { setTimeout as passed } from 'node:timers/promises'
import type { ContactId } from '../model/ids.ts'
import { percentile, Chances, type Attack, type AttackResult } from './attack.ts'
import { descriptorsOf, memoryMbOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { until } from './waiting.ts'
import { visitorTicket, welcomed, WirePage } from './wire-page.ts'

export interface FloodPlan {
  readonly stalled: number
  readonly good: number
  readonly silent: number
}

const planned = [
  'stalled readers closed with 4008',
  'messages of good clients',
  'long messages',
  'silent sockets closed with 4010',
]
/** More than two kernels hold for a line that nobody reads, and the hub on top. */
const bytesForEach = 24 * 1024 * 1024
/** 4,000 characters of three bytes. */
const longText = '窓'.repeat(4_000)
const words = { name: '', topic: '', text: 'hello', locale: 'ja', pageUrl: '', pageTitle: '' } as const

/** Runs the attack. Throws when a good client suffered, or a bad one was kept. */
export async function floods({ stalled, good, silent }: FloodPlan): Promise<AttackResult> {
  const hub = await startRealHub()
  const chances = new Chances(planned)
  try {
    const measured = [await slowReaders(hub, stalled, good, chances), await silentSockets(hub, silent, chances)]
    if (hub.starts !== 1) throw new Error('the hub ended and was started again')
    return chances.result(measured)
  } finally {
    await hub.stop()
    hub.remove()
  }
}

export const floodsAttack: Attack = {
  what: 'readers that do not read, and sockets that say nothing',
  run: (_, size) =>
    floods(size === 'long' ? { stalled: 50, good: 950, silent: 9_000 } : { stalled: 5, good: 40, silent: 2_000 }),
}

async function slowReaders(hub: RealHub, stalled: number, good: number, chances: Chances): Promise<string> {
  const { ticket, token } = await visitorTicket(hub)
  const loud = await welcomed(hub, ticket)
  const contact = await begin(loud)
  const readers: WirePage[] = []
  for (let count = 0; count < stalled; count++)
    readers.push(await welcomed(hub, (await visitorTicket(hub, token)).ticket))
  const clients = await Promise.all(Array.from({ length: good }, () => goodClient(hub)))
  try {
    const calm = await whileTalking(clients, chances, () => passed(2_000))
    const before = memoryMbOf(hub)
    let peak = before
    for (const reader of readers) reader.pause()
    const storm = await whileTalking(clients, chances, async () => {
      for (let sent = 0; sent < bytesForEach; sent += 20 * longText.length * 3) {
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => loud.ask('message.send', { contact, text: longText, attachments: [] })),
        )
        if (outcomes.some((outcome) => outcome !== 'done'))
          throw new Error(`a long message was refused: ${outcomes.join(' ')}`)
        chances.count('long messages', 20)
        peak = Math.max(peak, memoryMbOf(hub))
        for (const page of [...readers, loud]) page.beat()
      }
    })
    for (const reader of readers) reader.resume()
    await until(() => readers.every((reader) => reader.closedWith !== null))
    for (const { closedWith } of readers) {
      if (closedWith !== 4008) throw new Error(`a stalled reader was closed with ${closedWith}`)
      chances.count('stalled readers closed with 4008')
    }
    if (peak - before > 400) throw new Error(`memory grew by ${peak - before} MB`)
    return `good clients: p99 ${percentile(calm, 0.99)} ms when calm, ${percentile(storm, 0.99)} ms beside stalled readers; memory ${before} MB before, ${peak} MB at most`
  } finally {
    for (const page of [loud, ...readers, ...clients.map((client) => client.page)]) page.leave()
  }
}

async function begin(page: WirePage): Promise<ContactId> {
  const outcome = await page.ask('contact.start', words)
  if (outcome !== 'done') throw new Error(`a contact could not be begun: ${outcome}`)
  return page.contact!
}

interface GoodClient {
  readonly page: WirePage
  readonly contact: ContactId
}

async function goodClient(hub: RealHub): Promise<GoodClient> {
  const page = await welcomed(hub, (await visitorTicket(hub)).ticket)
  return { page, contact: await begin(page) }
}

/** Everybody talks while `what` goes on. Tells how long each answer took, and throws when one was not `done`. */
async function whileTalking(
  clients: readonly GoodClient[],
  chances: Chances,
  what: () => Promise<void>,
): Promise<number[]> {
  const took: number[] = []
  let going = true
  const talk = async ({ page, contact }: GoodClient): Promise<void> => {
    while (going) {
      const began = performance.now()
      const outcome = await page.ask('message.send', { contact, text: 'Is it still there?', attachments: [] })
      if (outcome !== 'done') throw new Error(`a good client was refused: ${outcome}`)
      took.push(performance.now() - began)
      chances.count('messages of good clients')
      await passed(100)
    }
  }
  const talking = Promise.all(clients.map(talk))
  try {
    await Promise.race([what(), talking])
  } finally {
    going = false
  }
  await talking
  return took
}

async function silentSockets(hub: RealHub, count: number, chances: Chances): Promise<string> {
  await until(() => descriptorsOf(hub) < 100)
  const before = descriptorsOf(hub)
  const pages: WirePage[] = []
  let peak = before
  while (pages.length < count) {
    const some = Array.from({ length: 100 }, () => new WirePage(hub))
    pages.push(...some)
    await until(() => some.every((page) => page.opened || page.closedWith !== null))
    peak = Math.max(peak, descriptorsOf(hub))
  }
  // They say nothing, so the hub closes them all by itself.
  await until(() => pages.every((page) => page.closedWith !== null), 60_000)
  for (const { closedWith } of pages) {
    if (closedWith !== 4010) throw new Error(`a silent socket was closed with ${closedWith}`)
    chances.count('silent sockets closed with 4010')
  }
  await until(() => descriptorsOf(hub) <= before + 8)
  return `${count} silent sockets: descriptors ${before} before, ${peak} at most, ${descriptorsOf(hub)} after`
}
