/**
 * A hundred thousand hostile datagrams on the media port while two people talk: chance, and what begins as STUN, RTP, RTCP or
 * DTLS; half of them from addresses that nobody knows, half from those by which the media process knows the two. They hear
 * each other all the while, on the same worker. One kind of datagram ends a leg's connection if it comes from the leg's own
 * address: then both are soon back by themselves.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { MediaEvent } from '../ports/media-event.ts'
import { Violation } from '../sim/checks.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { datagramKinds, tooShort, type DatagramKind } from './media-datagrams.ts'
import { MediaHouse, type Talk } from './media-house.ts'
import { nowMs } from './media-legs.ts'
import { sourceAddress } from './source-address.ts'
import { until } from './waiting.ts'

export interface HostilePlan {
  readonly seed: number
  readonly datagrams: number
}

/** So many at once, and so often: more would fill the port's buffer, which takes voices away and proves nothing. */
const burst = 40
const everyMs = 5
/** On a busy machine the buffer fills all the same for a moment; longer than this, and it is not for that. */
const silenceMsMax = 5_000
const strangers = 20
const backMsMax = 5_000
const stuckMs = 30_000
const fromLegs = 'from the legs’ own addresses'
const fromStrangers = 'from strangers'
const ended = 'connections ended from their own address'

/** Runs the attack. Throws `Violation` when the call was harmed. */
export async function hostileDatagrams({ seed, datagrams }: HostilePlan): Promise<AttackResult> {
  const house = await MediaHouse.open({ proxied: true })
  const chance = new Chance(seed)
  const kinds = Object.keys(datagramKinds) as DatagramKind[]
  const chances = new Chances([...kinds, fromStrangers, fromLegs, ended, 'looks at the call'])
  const sockets = await Promise.all(Array.from({ length: strangers }, (_, number) => stranger(number)))
  try {
    const talk = await house.talk()
    const workers = house.workerPids.join()
    const began = nowMs()
    for (let sent = 0; sent < datagrams; sent += burst) {
      for (let at = 0; at < burst; at++) {
        const kind = chance.pick(kinds)
        const fromLeg = chance.hits(0.5)
        const bytes = !fromLeg && chance.hits(0.1) ? tooShort(chance) : datagramKinds[kind](chance, house.known)
        chances.count(kind)
        chances.count(fromLeg ? fromLegs : fromStrangers)
        if (fromLeg) house.proxy!.inject(bytes, chance.between(0, 1_000))
        else chance.pick(sockets).send(bytes, house.proxy!.mediaPort, '127.0.0.1')
      }
      const due = began + (sent / burst + 1) * everyMs
      await until(() => nowMs() >= due)
      if (sent % (burst * 100) === 0) await looksWell(house, talk, workers, chances)
    }
    const tookS = (nowMs() - began) / 1_000
    const longestMs = await looksWell(house, talk, workers, chances)
    const backMs = await connectionsEnded(house, talk, chance)
    chances.count(ended, backMs.length)
    // What the hub wants is still done: the call ends and another begins.
    await house.end(talk)
    await house.end(await house.talk())
    return chances.result([
      `${Math.round(datagrams / tookS).toLocaleString('en')} a second; longest silence ${Math.round(longestMs)} ms`,
      `heard again after a connection was ended: longest ${percentile(backMs, 1)} ms`,
    ])
  } finally {
    for (const socket of sockets) socket.close()
    await house.close()
  }
}

export const mediaHostileAttack: Attack = {
  what: 'hostile datagrams on the media port while people talk by voice',
  run: (seed, size) => hostileDatagrams({ seed, datagrams: size === 'long' ? 1_000_000 : 100_000 }),
}

const isFailed = (event: MediaEvent): boolean => event.type === 'legState' && event.state === 'failed'

/** How long after each leg heard the other again. */
async function connectionsEnded(house: MediaHouse, { pages }: Talk, chance: Chance): Promise<readonly number[]> {
  const endedAt = nowMs()
  for (let flow = 0; flow < house.proxy!.flows; flow++) house.proxy!.inject(tooShort(chance), flow)
  await until(() => house.after(endedAt, isFailed) !== undefined)
  const backMs = await Promise.all(pages.map((page) => page.hearsAfter(endedAt, stuckMs)))
  if (Math.max(...backMs) > backMsMax) throw new Violation(`heard again after ${Math.round(Math.max(...backMs))} ms`)
  return backMs
}

/** Returns the longest silence so far. */
async function looksWell(house: MediaHouse, { pages }: Talk, workers: string, chances: Chances): Promise<number> {
  const harm = house.told.find(({ event }) => event.type === 'callLost' || isFailed(event))
  if (harm !== undefined) throw new Violation(`hostile datagrams harmed the call: ${JSON.stringify(harm.event)}`)
  if (house.workerPids.join() !== workers) throw new Violation('hostile datagrams ended the worker')
  const heard = await Promise.all(pages.map((page) => page.heard()))
  const longestMs = Math.max(...heard.map(({ longestSilenceMs }) => longestSilenceMs))
  if (longestMs > silenceMsMax) throw new Violation(`two did not hear each other for ${Math.round(longestMs)} ms`)
  chances.count('looks at the call')
  return longestMs
}

async function stranger(number: number): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.bind(0, sourceAddress(1_000 + number), resolve))
  return socket
}
