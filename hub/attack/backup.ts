/**
 * Backups of a hub while people talk through it (P19): each is verified, restored, and holds all that was told before it
 * began; people wait hardly longer meanwhile. Some are killed half-way, during some the hub is killed. Now and then the data
 * is given up: the last good backup is restored into a new folder, a hub starts on it, and people are served.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { admin } from './storage-admin.ts'
import { checkTold, Crowd, until, type Told } from './storage-crowd.ts'
import { StorageHub } from './storage-hub.ts'

export interface BackupPlan {
  readonly seed: number
  /** Each round is a good backup, one that is killed, one during which the hub is killed, and a restore. */
  readonly rounds: number
  /** Further good backups, one after the other, each restored and read. */
  readonly more: number
  readonly customers: number
  /** Made-up rows of 1 KiB that make the data so much larger. Default 0. */
  readonly fillerKiB?: number
}

/** Calm for so long before each of those backups: what waiting is held against. */
const calmMs = 2_500
/** P19: waiting during a backup against waiting in calm, at the 99th percentile. */
const slowdownMax = 2
/** Of fewer backups the time tells more of the machine than of them. */
const tellingBackups = 20
/** Below this nobody feels a difference, and chance makes any ratio. */
const unfeltMs = 100

const planned = [
  'backups made under load',
  'backups killed half-way',
  'hubs killed during a backup',
  'backups restored',
  'backups restored and read',
  'answers timed during a backup',
  'answers timed in calm',
  'acknowledged messages found again',
  'files found again',
] as const

export async function backups(plan: BackupPlan): Promise<AttackResult> {
  const attack = new BackupAttack(await mkPlace(), new Chance(plan.seed))
  try {
    return await attack.run(plan)
  } finally {
    await attack.close()
  }
}

async function mkPlace(): Promise<{ readonly place: string; readonly hub: StorageHub }> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-backup-'))
  return { place, hub: await StorageHub.at(place, join(place, 'data-0')) }
}

class BackupAttack {
  readonly #chances = new Chances(planned)
  readonly #tookMs: number[] = []
  #crowd: Crowd | null = null
  #folders = 0

  constructor(
    private readonly at: { readonly place: string; readonly hub: StorageHub },
    private readonly chance: Chance,
  ) {}

  async run({ rounds, more, customers, fillerKiB = 0 }: BackupPlan): Promise<AttackResult> {
    await this.#serve()
    if (fillerKiB > 0) {
      // Between two starts: data that a hub has made knows its version.
      await this.at.hub.stop()
      await fill(this.at.hub.dataFolder, fillerKiB)
      await this.#serve()
    }
    const slowdown = await this.#oneAfterTheOther(more, customers)
    for (let round = 0; round < rounds; round++) {
      const crowd = await this.#newCrowd(customers)
      const good = await this.#backUp()
      await this.#killedBackup()
      const torn = await this.#killedHub()
      await crowd.talks(5)
      crowd.end()
      await this.at.hub.close()
      const { folder, told } = torn !== null && this.chance.hits(0.5) ? torn : good
      await this.#restore(folder)
      await this.#goesOn(told, customers)
    }
    return this.#chances.result([
      `a backup took p50 ${percentile(this.#tookMs, 0.5)} ms, longest ${percentile(this.#tookMs, 1)} ms, with people at the hub`,
      slowdown,
    ])
  }

  /** Good backups of one hub that goes on. Resolves to how long people waited meanwhile, in words. */
  async #oneAfterTheOther(count: number, customers: number): Promise<string> {
    const crowd = await this.#newCrowd(customers)
    const calm: number[] = []
    const meanwhile: number[] = []
    for (let made = 0; made < count; made++) {
      let from = performance.now()
      await passed(calmMs)
      calm.push(...crowd.record.waitedSince(from))
      from = performance.now()
      const { folder, told } = await this.#backUp()
      meanwhile.push(...crowd.record.waitedSince(from))
      await this.#isWhole(folder, told)
    }
    crowd.end()
    if ((await this.at.hub.stop()) !== 0) throw new Violation('P13: the hub did not end in order')
    await crowd.check(this.at.hub.dataFolder)
    await this.#serve()
    this.#chances.count('answers timed in calm', calm.length)
    this.#chances.count('answers timed during a backup', meanwhile.length)
    return slowdownOf(calm, meanwhile, count)
  }

  /** Read whole by a child, as each restore begins; restored, and all that was told before it began is in it. */
  async #isWhole(folder: string, told: Told): Promise<void> {
    const data = `${folder}-restored`
    const keys = join(this.at.hub.dataFolder, 'keys')
    const { code, wrong } = await admin(['restore', folder, '--data', data, '--keys', keys])
    if (code !== 0) throw new Violation(`P19: a good backup could not be restored: ${wrong}`)
    await checkTold(data, told)
    for (const kind of ['acknowledged messages found again', 'files found again'])
      this.#chances.count(kind, told.record.chances[kind])
    this.#chances.count('backups restored and read')
    for (const place of [folder, data]) rmSync(place, { recursive: true })
  }

  async close(): Promise<void> {
    this.#crowd?.end()
    await this.at.hub.close()
    rmSync(this.at.place, { recursive: true, force: true })
  }

  async #serve(): Promise<void> {
    if (!(await this.at.hub.start()))
      throw new Violation(`the hub does not start: ${(await this.at.hub.ended).printed}`)
  }

  async #newCrowd(customers: number): Promise<Crowd> {
    const crowd = (this.#crowd = new Crowd(this.at.hub, this.chance.between(1, 1_000_000), customers))
    await crowd.signIn()
    await crowd.talks(20)
    await until('a file that is kept', async () => (await crowd.upload()) === 201)
    return crowd
  }

  #newFolder = (): string => join(this.at.place, `backup-${++this.#folders}`)

  async #backUp(): Promise<{ readonly folder: string; readonly told: Told }> {
    const folder = this.#newFolder()
    const told = this.#crowd!.told()
    const before = this.#crowd!.acknowledged
    const began = performance.now()
    const { code, wrong } = await admin(['backup', folder, '--data', this.at.hub.dataFolder])
    if (code !== 0) throw new Violation(`P19: a backup under load failed: ${wrong}`)
    this.#tookMs.push(performance.now() - began)
    this.#chances.count('backups made under load')
    this.#chances.count('messages acknowledged during a backup', this.#crowd!.acknowledged - before)
    return { folder, told }
  }

  /** What is left of it must not pass for a backup, and the hub must not notice. */
  async #killedBackup(): Promise<void> {
    const folder = this.#newFolder()
    const { code } = await admin(['backup', folder, '--data', this.at.hub.dataFolder], {
      meanwhile: async (kill) => {
        await until('a copy that has begun', () => existsSync(join(folder, 'store', 'data.mdb')))
        kill()
      },
    })
    if (code === 0) throw new Error('the backup was done before it could be killed')
    this.#chances.count('backups killed half-way')
    const verified = await admin(['verify', folder])
    if (verified.code !== 1 || !verified.wrong.includes('is no finished backup'))
      throw new Violation(`P19: half a backup passes for one: ${verified.out}${verified.wrong}`)
    await this.#crowd!.talks(2)
  }

  /** The copy is made by another process: it is whole, or it says that it is not. Null when it is not. */
  async #killedHub(): Promise<{ readonly folder: string; readonly told: Told } | null> {
    const folder = this.#newFolder()
    const told = this.#crowd!.told()
    const made = await admin(['backup', folder, '--data', this.at.hub.dataFolder], {
      meanwhile: async () => {
        await until('a copy that has begun', () => existsSync(folder))
        this.at.hub.kill()
        await this.at.hub.ended
      },
    })
    this.#chances.count('hubs killed during a backup')
    await this.#serve()
    const { code, wrong } = await admin(['verify', folder])
    if ((made.code === 0) !== (code === 0))
      throw new Violation(`P19: a backup ended with ${made.code}, and is read with ${code}: ${made.wrong}${wrong}`)
    return code === 0 ? { folder, told } : null
  }

  async #restore(folder: string): Promise<void> {
    const { hub, place } = this.at
    // Kept elsewhere, as an administrator does: the data itself is given up.
    const keys = join(place, 'keys')
    const copied = await admin(['keys', keys, '--data', hub.dataFolder])
    if (copied.code !== 0) throw new Violation(`P19: the keys could not be copied: ${copied.wrong}`)
    hub.dataFolder = join(place, `data-${++this.#folders}`)
    const { code, wrong } = await admin(['restore', folder, '--data', hub.dataFolder, '--keys', keys])
    if (code !== 0) throw new Violation(`P19: a good backup could not be restored: ${wrong}`)
    this.#chances.count('backups restored')
  }

  /** A hub starts on the restored data and serves people; then everything of before and of now is there. */
  async #goesOn(told: Told, customers: number): Promise<void> {
    await this.#serve()
    const crowd = await this.#newCrowd(customers)
    await crowd.talks(10)
    crowd.end()
    if ((await this.at.hub.stop()) !== 0) throw new Violation('P13: the hub did not end in order')
    await checkTold(this.at.hub.dataFolder, told)
    await crowd.check(this.at.hub.dataFolder)
    for (const { record } of [told, crowd])
      for (const [kind, times] of Object.entries(record.chances)) this.#chances.count(kind, times)
    await this.#serve()
  }
}

/** Data as after years: rows that nobody asks for. */
async function fill(dataFolder: string, kibibytes: number): Promise<void> {
  const store = await openLmdbStore(join(dataFolder, 'store'))
  const value = Buffer.alloc(1_024, 'filler')
  const rows = Array.from({ length: kibibytes }, (_, n) => ({
    table: 'dedup' as const,
    key: ['ses_filler', `r${n}`],
    value,
  }))
  await store.commit(rows)
  await store.close()
}

/** Throws `Violation` when people waited for more than they may, and there were enough backups to lay it to them. */
function slowdownOf(calm: readonly number[], meanwhile: readonly number[], backups: number): string {
  const [before, during] = [percentile(calm, 0.99), percentile(meanwhile, 0.99)]
  const ratio = during / Math.max(1, before)
  const words = `an answer took p99 ${during} ms during a backup and ${before} ms in calm: ${ratio.toFixed(2)} times as long`
  if (backups >= tellingBackups && ratio > slowdownMax && during > unfeltMs) throw new Violation(`P19: ${words}`)
  return words
}

export const backupAttack: Attack = {
  what: 'backups under load, killed half-way, and restored',
  run: (seed, size) =>
    backups(
      size === 'long'
        ? { seed, rounds: 5, more: 50, customers: 60, fillerKiB: 64 * 1_024 }
        : { seed, rounds: 1, more: 2, customers: 24 },
    ),
}
