/**
 * Raw bytes on the real hub's port (raw-bytes.ts). The process stays up, the same one; whoever asks properly meanwhile is
 * served; a request with two readings has one answer; and every descriptor comes back.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { upgradeRequest, Wire } from '../ports/transport.contract-client.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { descriptorsOf } from './process-facts.ts'
import { frameTries, httpTries, smuggled, type RawTry } from './raw-bytes.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { until } from './waiting.ts'

const planned = [
  ...Object.keys(frameTries),
  ...Object.keys(httpTries),
  ...Object.keys(smuggled),
  'fifty requests in one',
  'proper requests served meanwhile',
]

/** Runs every try `times` times, some at once. Throws when the hub ended, or did not serve. */
export async function rawBytes(seed: number, times: number): Promise<AttackResult> {
  const hub = await startRealHub()
  const chances = new Chances(planned)
  const chance = new Chance(seed)
  const { pid } = hub
  const proper = askProperly(hub, chances)
  try {
    await proper.first
    const before = descriptorsOf(hub)
    // What is never answered ends by the engine's time-out, 11 s: not every time, and beside the rest.
    const smuggling = manyTimes(Math.ceil(times / 10), () =>
      Promise.all(Object.entries(smuggled).map(([kind, text]) => smuggle(hub, kind, text, chances))),
    )
    const rest = manyTimes(times, () =>
      Promise.all([
        ...Object.entries(frameTries).map(([kind, one]) => tryFrames(hub, chance.fork(), kind, one, chances)),
        ...Object.entries(httpTries).map(([kind, one]) => tryHttp(hub, chance.fork(), kind, one, chances)),
        pipeline(hub, chances),
      ]),
    )
    await Promise.all([smuggling, rest])
    await until(() => descriptorsOf(hub) <= before + 8)
    const answersMs = await proper.stop()
    if (hub.pid !== pid) throw new Error('the hub ended and was started again')
    const errors = hub.complaints.filter((line) => line.includes('"level":"error"'))
    if (errors.length > 0) throw new Error(`the hub complained: ${errors.join('\n')}`)
    return chances.result([
      `proper requests meanwhile: p50 ${percentile(answersMs, 0.5)} ms, p99 ${percentile(answersMs, 0.99)} ms, longest ${percentile(answersMs, 1)} ms`,
      `descriptors ${before} before, ${descriptorsOf(hub)} after`,
    ])
  } finally {
    await proper.stop().catch(() => [])
    await hub.stop()
    hub.remove()
  }
}

export const rawAttack: Attack = {
  what: 'forbidden WebSocket frames and broken HTTP on the real hub’s port',
  run: (seed, size) => rawBytes(seed, size === 'long' ? 500 : 10),
}

async function manyTimes(times: number, what: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < times; turn++) await what()
}

async function write(wire: Wire, parts: readonly (string | Uint8Array)[]): Promise<void> {
  for (const part of parts) {
    if (wire.ended) return
    await new Promise<void>((resolve) => wire.tcp.write(Buffer.from(part as string, 'latin1'), () => resolve()))
  }
}

async function tryFrames(
  hub: RealHub,
  chance: Chance,
  kind: string,
  { parts, ends }: RawTry,
  chances: Chances,
): Promise<void> {
  const wire = await Wire.open(hub.port)
  wire.write(upgradeRequest('/ws', { Origin: hub.origin }))
  const { status } = await wire.response()
  if (status !== 101) throw new Error(`the upgrade was answered with ${status}`)
  await write(wire, parts(chance))
  if (ends === 'hub') await until(() => wire.ended)
  wire.tcp.destroy()
  chances.count(kind)
}

async function tryHttp(
  hub: RealHub,
  chance: Chance,
  kind: string,
  { parts, ends }: RawTry,
  chances: Chances,
): Promise<void> {
  const wire = await Wire.open(hub.port)
  await write(wire, parts(chance))
  // What is refused is answered, or the line is ended.
  if (ends === 'hub') await until(() => wire.ended || wire.receivedBytes > 0)
  wire.tcp.destroy()
  chances.count(kind)
}

/** Whether the hidden request was taken for one: its answer would come before that of a proper request behind it. */
async function smuggle(hub: RealHub, kind: string, text: string, chances: Chances): Promise<void> {
  const wire = await Wire.open(hub.port)
  await write(wire, [text, 'GET /readyz HTTP/1.1\r\nHost: hub.test\r\n\r\n'])
  const received = (): string => wire.received.toString('latin1')
  await until(() => wire.ended || received().includes('"ready"') || received().includes('"alive"'))
  if (received().includes('"alive"')) throw new Error(`${kind}: the hidden request was answered:\n${received()}`)
  wire.tcp.destroy()
  chances.count(kind)
}

/** Fifty requests in one write: each is answered, in order. */
async function pipeline(hub: RealHub, chances: Chances): Promise<void> {
  const wire = await Wire.open(hub.port)
  const paths = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? '/healthz' : '/nothing-here'))
  await write(wire, [paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: hub.test\r\n\r\n`).join('')])
  for (const path of paths) {
    const { status } = await wire.response()
    if (status !== (path === '/healthz' ? 200 : 404)) throw new Error(`${path} in a row was answered with ${status}`)
  }
  wire.tcp.destroy()
  chances.count('fifty requests in one')
}

/** Asks for health and a ticket all the time. `stop` tells how long the answers took, or rejects when one was wrong. */
function askProperly(hub: RealHub, chances: Chances) {
  const took: number[] = []
  let going = true
  let begun = (): void => {}
  const first = new Promise<void>((resolve) => (begun = resolve))
  const asking = (async () => {
    while (going) {
      const began = performance.now()
      const headers = { origin: hub.origin, 'content-type': 'application/json' }
      const body = JSON.stringify({ site: 'pk_demo' })
      const { status } = await fetch(`${hub.origin}/api/visitor/ticket`, { method: 'POST', headers, body })
      if (status !== 200) throw new Error(`a proper request was answered with ${status}`)
      took.push(performance.now() - began)
      chances.count('proper requests served meanwhile')
      begun()
      await passed(10)
    }
  })()
  asking.catch(begun)
  const stop = async (): Promise<readonly number[]> => {
    going = false
    await asking
    return took
  }
  return { first, stop }
}
