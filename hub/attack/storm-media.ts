/**
 * The media process and its worker are killed while people talk: the hub notices, stays the same process, answers everybody,
 * and the media process comes back; at the end all of them stop in order. Without a worker on this machine the media process
 * alone is killed, and the hub hears from the next one why there is none.
 */
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { childrenOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { Generator } from './storm-generator.ts'
import type { PeopleCommands } from './storm-people.ts'
import { until } from './waiting.ts'

/** P15: a worker's death is seen within this; so is that of the process, whose socket ends with it. */
const seenMsMax = 1_000
/** How often the launcher may have to wait before it starts again is in its back-off: at most 5 s. */
const backMsMax = 15_000

export async function mediaDeaths(kills: number): Promise<AttackResult> {
  const hasWorker = (process.env.MADOGUCHI_WORKER_BIN ?? '') !== ''
  const hub = await startRealHub()
  const { pid } = hub
  const people = new Generator<PeopleCommands>('./storm-people.ts')
  const chances = new Chances(['media process killed', ...(hasWorker ? ['worker killed'] : []), 'messages of people'])
  const took: { seenMs: number[]; backMs: number[] } = { seenMs: [], backMs: [] }
  try {
    const well = await mediaThere(hub, hasWorker)
    await people.ask('arrive', { port: hub.port, count: 20, addresses: 5 })
    await people.ask('talk', { everyMs: 200 })
    for (let kill = 0; kill < kills; kill++) {
      await strike(hub, hub.mediaPid!, well, took)
      chances.count('media process killed')
      if (!hasWorker) continue
      await until(() => childrenOf(hub.mediaPid!).length > 0)
      await strike(hub, childrenOf(hub.mediaPid!)[0]!, well, took)
      chances.count('worker killed')
    }
    const times = await people.ask('hush', null)
    chances.count('messages of people', times.count)
    const { lost, doubled, disordered } = await people.ask('faults', null)
    if (lost + doubled + disordered > 0) throw new Error(`${lost} messages lost, ${doubled} doubled`)
    if (hub.pid !== pid || hub.starts !== 1) throw new Error('the hub went down with the media process')
    const code = await hub.stop()
    if (code !== 0) throw new Error(`hub, media process and launcher did not end in order: ${code}`)
    if (percentile(took.seenMs, 1) > seenMsMax)
      throw new Error(`a death was seen after ${percentile(took.seenMs, 1)} ms`)
    return chances.result([
      `death seen by the hub: p50 ${percentile(took.seenMs, 0.5)} ms, longest ${percentile(took.seenMs, 1)} ms; media back: p50 ${percentile(took.backMs, 0.5)} ms, longest ${percentile(took.backMs, 1)} ms`,
      `answers meanwhile: p50 ${times.p50Ms} ms, p99 ${times.p99Ms} ms, longest ${times.longestMs} ms`,
      ...(hasWorker ? [] : ['there is no media worker on this machine: only the process was killed']),
    ])
  } finally {
    people.end()
    await hub.stop()
    hub.remove()
  }
}

export const mediaDeathAttack: Attack = {
  what: 'the media process and its worker are killed while people talk',
  run: (_, size) => mediaDeaths(size === 'long' ? 30 : 2),
}

interface Media {
  readonly available: boolean
  readonly reason: string
}

async function mediaOf(hub: RealHub): Promise<Media> {
  const response = await fetch(`${hub.origin}/readyz`)
  if (response.status !== 200) throw new Error(`the hub was not ready: ${response.status}`)
  return ((await response.json()) as { media: Media }).media
}

/** What the hub says of the media process once it is there. */
async function mediaThere(hub: RealHub, hasWorker: boolean): Promise<Media> {
  let told: Media = { available: false, reason: '' }
  await until(async () => {
    told = await mediaOf(hub)
    return hub.mediaPid !== undefined && (hasWorker ? told.available : !/reached|answer/.test(told.reason))
  })
  return told
}

/** Kills one process, and waits until the hub has noticed and until all is well again. */
async function strike(
  hub: RealHub,
  pid: number,
  well: Media,
  took: { readonly seenMs: number[]; readonly backMs: number[] },
): Promise<void> {
  const isWell = ({ available, reason }: Media): boolean => available === well.available && reason === well.reason
  process.kill(pid, 'SIGKILL')
  const began = performance.now()
  await until(async () => !isWell(await mediaOf(hub)))
  took.seenMs.push(performance.now() - began)
  await until(async () => isWell(await mediaOf(hub)), backMsMax)
  took.backMs.push(performance.now() - began)
}
