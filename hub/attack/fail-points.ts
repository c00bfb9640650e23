/**
 * The real hub dies at a named moment, one after the other, while people talk through it and send files; each time it is
 * started again on what is left. In the end everything that anybody was told must be there. The points are in hub/fail-at.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hubFailPoints, type HubFailPoint } from '../fail-at.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { Crowd, until } from './storage-crowd.ts'
import { SmallDisk, smallDiskSkipped } from './storage-disk.ts'
import { StorageHub } from './storage-hub.ts'

export interface FailPointPlan {
  readonly seed: number
  /** How often the hub dies at each point. */
  readonly rounds: number
  readonly customers: number
}

/** How long a hub may go on before it passes the point. */
const strikesWithinMs = 90_000
const withoutSmallDisk: readonly HubFailPoint[] = ['rebuild.recovered']
const struck = (point: HubFailPoint): string => `hub killed at ${point}`

export async function failPointAttack({ seed, rounds, customers }: FailPointPlan): Promise<AttackResult> {
  const skipped = smallDiskSkipped()
  if (skipped !== null) console.log(`no small disk (${skipped}): ${withoutSmallDisk.join(', ')} cannot be struck`)
  const points = hubFailPoints.filter((point) => skipped === null || !withoutSmallDisk.includes(point))
  const chances = new Chances([...points.map(struck), 'messages acknowledged', 'files found again', 'screens compared'])
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-points-'))
  const disk = skipped === null ? SmallDisk.open(64 + 16 * rounds) : null
  const data = disk?.folderNamed('data') ?? join(place, 'data')
  const hub = await StorageHub.at(place, data)
  const upMs: number[] = []
  let crowd: Crowd | null = null
  try {
    await serves(hub)
    crowd = new Crowd(hub, seed, customers)
    await crowd.signIn()
    await crowd.talks(20)
    for (let files = 0; files < 3; files++) await keptFile(crowd)
    await hub.close()
    const chance = new Chance(seed)
    for (let round = 0; round < rounds; round++)
      for (const point of shuffled(points, chance)) {
        // Each starts on what the one before it left.
        const up = await dieAt(point, hub, crowd, disk, chance)
        if (up !== null) upMs.push(up)
        chances.count(struck(point))
      }
    upMs.push(await serves(hub))
    await crowd.talks(20)
    await keptFile(crowd)
    crowd.end()
    const code = await hub.stop()
    if (code !== 0) throw new Violation(`P13: the hub did not end in order: ${(await hub.ended).printed}`)
    await crowd.check(data)
    for (const [kind, times] of Object.entries(crowd.record.chances)) chances.count(kind, times)
  } finally {
    crowd?.end()
    await hub.close()
    disk?.close()
    rmSync(place, { recursive: true, force: true })
  }
  return chances.result([`from start to serving: p50 ${percentile(upMs, 0.5)} ms, longest ${Math.max(...upMs)} ms`])
}

/** Starts the hub and lets it be. Resolves to how long that took. */
async function serves(hub: StorageHub): Promise<number> {
  const began = performance.now()
  if (!(await hub.start())) throw new Violation(`the hub does not come up: ${(await hub.ended).printed}`)
  return Math.round(performance.now() - began)
}

/** Starts a hub that will die at this point, does what leads there, waits for its end. Resolves to how long it took to serve, if it did. */
async function dieAt(
  point: HubFailPoint,
  hub: StorageHub,
  crowd: Crowd,
  disk: SmallDisk | null,
  chance: Chance,
): Promise<number | null> {
  // Ticks are many, but few have two to tell; of anything else the first is as good as any.
  const most = point === 'tick.telling' ? 4 : point.startsWith('tick.') ? 50 : 1
  const pass = chance.between(1, most)
  let over = false
  const began = performance.now()
  const served = await hub.start({ MADOGUCHI_FAIL_AT: `${point}:${pass}` })
  void hub.ended.then(() => (over = true))
  const upMs = served ? Math.round(performance.now() - began) : null
  const ends = (): boolean => over
  try {
    if (served) await leadTo(point, hub, crowd, disk, ends)
    await until(`death at ${point}`, ends, strikesWithinMs)
  } finally {
    disk?.free()
  }
  const { code, signal, printed } = await hub.ended
  if (signal !== 'SIGKILL') throw new Error(`at ${point} the hub ended with ${signal ?? code}: ${printed}`)
  return upMs
}

const keptFile = (crowd: Crowd): Promise<number> =>
  until('a file that is kept', async () => (await crowd.upload()) === 201)

async function leadTo(
  point: HubFailPoint,
  hub: StorageHub,
  crowd: Crowd,
  disk: SmallDisk | null,
  over: () => boolean,
): Promise<void> {
  if (/^(drain|stop)\./.test(point)) {
    await Promise.race([crowd.talks(5), hub.ended])
    await hub.stop()
  } else if (point.startsWith('upload.'))
    await until(`an upload that dies at ${point}`, async () => over() || ((await crowd.upload()) === 0 && over()))
  else if (point.startsWith('rebuild.'))
    await until(`death at ${point}`, () => {
      disk!.fill()
      return over()
    })
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const left = [...items]
  return items.map(() => left.splice(chance.between(0, left.length - 1), 1)[0]!)
}

export const failPointsAttack: Attack = {
  what: 'the real hub dies at each named moment',
  run: (seed, size) => failPointAttack({ seed, rounds: size === 'long' ? 10 : 1, customers: 24 }),
}
