/**
 * A disk that is full, again and again, beneath a real hub with people at it (P18): what cannot be kept is refused and
 * never acknowledged, reading goes on, the process stays up, and it goes on by itself when there is room.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Violation } from '../sim/checks.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { Crowd, until } from './storage-crowd.ts'
import { SmallDisk } from './storage-disk.ts'
import { StorageHub } from './storage-hub.ts'
import { metric, reads, refusals, storeState } from './storage-signs.ts'

export interface FullDiskPlan {
  readonly seed: number
  readonly rounds: number
  readonly customers: number
}

/** How soon the service must be back when there is room again. */
const backWithinMs = 10_000
/** What a hub ends with when another start may succeed; the launcher gives up at 78 alone. */
const exitTryAgain = 75

const planned = [
  'disks filled',
  'refusals by storage.unavailable',
  'reads answered while nothing could be kept',
  'uploads refused while nothing could be kept',
  'starts refused on a full disk',
  'messages acknowledged',
  'acknowledged messages found again',
] as const

export async function fullDisk({ seed, rounds, customers }: FullDiskPlan): Promise<AttackResult> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-full-'))
  const disk = SmallDisk.open(24 + rounds * 2)
  const data = disk.folderNamed('data')
  const hub = await StorageHub.at(place, data)
  const chances = new Chances(planned)
  const backMs: number[] = []
  let residentMiB = 0
  let storeKiB = 0
  let crowd: Crowd | null = null
  try {
    if (!(await hub.start())) throw new Error((await hub.ended).printed)
    const { pid } = hub
    crowd = new Crowd(hub, seed, customers)
    await crowd.signIn()
    for (let round = 0; round < rounds; round++) {
      await crowd.talks(20)
      await whileFull(disk, hub, crowd, chances)
      disk.free()
      backMs.push(await crowd.talks(1, backWithinMs))
      await until('readiness', async () => (await storeState(hub)) === 'ok', backWithinMs)
      if (hub.pid !== pid || hub.starts !== 1) throw new Violation('P18: the hub did not stay up')
    }
    await startsWhenFull(disk, hub, chances)
    await crowd.talks(20)
    residentMiB = Math.round((await metric(hub, /^process_resident_memory_bytes ([\d.e+]+)$/gm)) / 2 ** 20)
    crowd.end()
    const code = await hub.stop()
    if (code !== 0) throw new Violation(`P18: the hub did not end in order: ${(await hub.ended).printed}`)
    await crowd.check(data)
    for (const [kind, times] of Object.entries(crowd.record.chances)) chances.count(kind, times)
    storeKiB = Math.round(statSync(join(data, 'store', 'data.mdb')).size / 1_024)
  } catch (error) {
    if (hub.end === null || error instanceof Violation) throw error
    const { code, signal, printed } = hub.end
    throw new Violation(`P18: the hub ended with ${signal ?? code}: ${printed}`, { cause: error })
  } finally {
    crowd?.end()
    await hub.close()
    disk.close()
    rmSync(place, { recursive: true, force: true })
  }
  return chances.result([
    `back after room was given: p50 ${percentile(backMs, 0.5)} ms, longest ${Math.max(...backMs)} ms`,
    `in the end the hub had ${residentMiB} MiB of memory and a store of ${storeKiB} KiB`,
  ])
}

async function whileFull(disk: SmallDisk, hub: StorageHub, crowd: Crowd, chances: Chances): Promise<void> {
  await until('a contact in talk', () => crowd.held() !== null)
  const refusedBefore = await refusals(hub)
  await until('a store that is unavailable', async () => {
    disk.fill()
    return (await storeState(hub)) === 'unavailable'
  })
  chances.count('disks filled')
  // Pages that lmdb frees are taken again, so that not even a small write finds room.
  const filling = setInterval(() => disk.fill(), 100)
  try {
    // Whoever loads their page anew meanwhile cannot come in, so perhaps there is nobody left to read.
    let read = false
    await until('reading', async () => crowd.held() === null || (read = await reads(crowd)))
    if (read) chances.count('reads answered while nothing could be kept')
    // By the store, or before it by whoever looks how much room there is.
    const isRefusal = (status: number): boolean => status === 503 || status === 507
    let status = 0
    await until(
      'the refusal of a file',
      async () => crowd.held() === null || isRefusal((status = await crowd.upload())),
    )
    if (isRefusal(status)) chances.count('uploads refused while nothing could be kept')
    await until('a refusal', async () => (await refusals(hub)) - refusedBefore >= 5)
    chances.count('refusals by storage.unavailable', (await refusals(hub)) - refusedBefore)
  } finally {
    clearInterval(filling)
  }
}

/** A hub that dies on a full disk cannot start, and says so in a way that makes the launcher try again. */
async function startsWhenFull(disk: SmallDisk, hub: StorageHub, chances: Chances): Promise<void> {
  hub.kill()
  await hub.ended
  disk.fill()
  if (await hub.start()) throw new Error('the disk was not full')
  const { code, printed } = await hub.ended
  if (code !== exitTryAgain) throw new Violation(`P18: a hub on a full disk gave up with ${code}: ${printed}`)
  chances.count('starts refused on a full disk')
  disk.free()
  if (!(await hub.start())) throw new Violation(`P18: the hub does not come back: ${(await hub.ended).printed}`)
}

export const fullDiskAttack: Attack = {
  what: 'a full disk beneath the real hub',
  run: (seed, size) => fullDisk({ seed, rounds: size === 'long' ? 50 : 2, customers: 24 }),
}
