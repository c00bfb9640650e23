/**
 * The real hub dies at a named moment, one after the other, while people talk through it, send files and get accounts; so do
 * the commands that work beside it. Each time it is started again on what is left, and in the end everything that anybody
 * was told must be there. The points are in hub/fail-at.ts. Groups of them run side by side, each with a hub of its own.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { commandFailPoints, hubFailPoints, type CommandFailPoint, type HubFailPoint } from '../fail-at.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { admin, type Ran } from './storage-admin.ts'
import { checkTold, Crowd, until, type Told } from './storage-crowd.ts'
import { SmallDisk, smallDiskSkipped } from './storage-disk.ts'
import { StorageHub } from './storage-hub.ts'

export interface FailPointPlan {
  readonly seed: number
  /** How often each point is struck. */
  readonly rounds: number
  /** At each of the hubs. */
  readonly customers: number
}

type Point = HubFailPoint | CommandFailPoint

/** How long a hub may go on before it passes the point. */
const strikesWithinMs = 90_000
/** Who was added must be able to sign in when a hub has served for so long. */
const takenWithinMs = 10_000
const struck = (point: Point): string => `${isCommand(point) ? 'command' : 'hub'} killed at ${point}`
const isCommand = (point: Point): point is CommandFailPoint => (commandFailPoints as readonly Point[]).includes(point)

/** Points that are struck on one hub, one after the other. What is in none of these is struck at work. */
const apart: readonly RegExp[] = [/^(start|drain|stop)\./, /^(inbox|backup|restore)\./]

export async function failPointAttack({ seed, rounds, customers }: FailPointPlan): Promise<AttackResult> {
  const skipped = smallDiskSkipped()
  if (skipped !== null) console.log(`no small disk (${skipped}): no write fails, so rebuild.* cannot be struck`)
  // Nobody is erased here, and no configuration is applied: those are attacks of their own.
  const points = [...hubFailPoints, ...commandFailPoints].filter(
    (point) => !/^(erase|apply)\./.test(point) && (skipped === null || !point.startsWith('rebuild.')),
  )
  const chances = new Chances([
    ...points.map(struck),
    'messages acknowledged',
    'files found again',
    'people added found again',
    'backups restored after a kill',
    'screens compared',
  ])
  const groups = [
    points.filter((point) => !apart.some((group) => group.test(point))),
    ...apart.map((group) => points.filter((point) => group.test(point))),
  ]
  const upMs: number[] = []
  const ends = groups.map((group, at) =>
    new Strikes(group, new Chance(seed + at), chances, skipped === null).run(rounds, customers, upMs),
  )
  // Each to its end, so that nothing is left running when one of them finds something.
  for (const end of await Promise.allSettled(ends)) if (end.status === 'rejected') throw end.reason
  return chances.result([
    `${points.length} points; from start to serving: p50 ${percentile(upMs, 0.5)} ms, p95 ${percentile(upMs, 0.95)} ms, longest ${Math.max(...upMs)} ms`,
  ])
}

/** One hub with its people, and the points it dies at. */
class Strikes {
  readonly #place = mkdtempSync(join(tmpdir(), 'madoguchi-points-'))
  #disk: SmallDisk | null = null
  #hub: StorageHub | null = null
  #crowd: Crowd | null = null
  #good: { readonly folder: string; readonly told: Told } | null = null
  /** Commands that add somebody, under way or done. */
  readonly #adding: { readonly login: string; readonly ran: Promise<Ran> }[] = []
  #folders = 0

  constructor(
    private readonly points: readonly Point[],
    private readonly chance: Chance,
    private readonly chances: Chances,
    private readonly mayMount: boolean,
  ) {}

  async run(rounds: number, customers: number, upMs: number[]): Promise<void> {
    try {
      if (this.mayMount && this.points.includes('rebuild.recovered')) this.#disk = SmallDisk.open(64 + 16 * rounds)
      const data = this.#disk?.folderNamed('data') ?? join(this.#place, 'data')
      const hub = (this.#hub = await StorageHub.at(this.#place, data))
      await this.#serve()
      const crowd = (this.#crowd = new Crowd(hub, this.chance.between(1, 1_000_000), customers))
      await crowd.signIn()
      await crowd.talks(20)
      for (let files = 0; files < 3; files++) await this.#keptFile()
      for (let round = 0; round < rounds; round++)
        for (const point of shuffled(this.points, this.chance)) {
          // Each begins on what the one before it left.
          const up = isCommand(point) ? await this.#commandDies(point) : await this.#hubDies(point)
          if (up !== null) upMs.push(up)
          this.chances.count(struck(point))
        }
      upMs.push(await this.#serve())
      await crowd.talks(20)
      await this.#keptFile()
      await this.#everybodyAdded()
      crowd.end()
      if ((await hub.stop()) !== 0)
        throw new Violation(`P13: the hub did not end in order: ${(await hub.ended).printed}`)
      await crowd.check(data)
      for (const [kind, times] of Object.entries(crowd.record.chances)) this.chances.count(kind, times)
    } finally {
      this.#crowd?.end()
      await this.#hub?.close()
      await Promise.allSettled(this.#adding.map(({ ran }) => ran))
      this.#disk?.close()
      rmSync(this.#place, { recursive: true, force: true })
    }
  }

  /** Starts a hub that lives. Resolves to how long that took, 0 when one is there. */
  async #serve(): Promise<number> {
    const hub = this.#hub!
    if (hub.running) return 0
    const began = performance.now()
    if (!(await hub.start())) throw new Violation(`the hub does not come up: ${(await hub.ended).printed}`)
    return Math.round(performance.now() - began)
  }

  /** Starts a hub that will die at this point, does what leads there, waits for its end. Resolves to how long it took to serve, if it did. */
  async #hubDies(point: HubFailPoint): Promise<number | null> {
    const hub = this.#hub!
    // Ticks are many, but few have two to tell; of anything else the first is as good as any.
    const most = point === 'tick.telling' ? 4 : point.startsWith('tick.') ? 50 : 1
    const pass = this.chance.between(1, most)
    await hub.close()
    let over = false
    const began = performance.now()
    const served = await hub.start({ MADOGUCHI_FAIL_AT: `${point}:${pass}` })
    void hub.ended.then(() => (over = true))
    const upMs = served ? Math.round(performance.now() - began) : null
    try {
      if (served) await this.#leadTo(point, () => over)
      await until(`death at ${point}`, () => over, strikesWithinMs)
    } finally {
      this.#disk?.free()
    }
    const { code, signal, printed } = await hub.ended
    if (signal !== 'SIGKILL') throw new Error(`at ${point} the hub ended with ${signal ?? code}: ${printed}`)
    return upMs
  }

  async #leadTo(point: HubFailPoint, over: () => boolean): Promise<void> {
    const hub = this.#hub!
    const crowd = this.#crowd!
    if (/^(drain|stop)\./.test(point)) {
      await Promise.race([crowd.talks(5), hub.ended])
      await hub.stop()
    } else if (point.startsWith('upload.'))
      await until(`an upload that dies at ${point}`, async () => over() || ((await crowd.upload()) === 0 && over()))
    else if (point.startsWith('inbox.')) this.#add()
    else if (point.startsWith('rebuild.'))
      await until(`death at ${point}`, () => {
        this.#disk!.fill()
        return over()
      })
  }

  /** Lets a command begin that adds somebody; what came of it is asked at the end. */
  #add(): void {
    const login = `added-${this.#adding.length}`
    const ran = admin(['user', 'add', login, '--generate', '--data', this.#hub!.dataFolder])
    this.#adding.push({ login, ran })
  }

  /** Whoever was said to be added can sign in. */
  async #everybodyAdded(): Promise<void> {
    for (const { login, ran } of this.#adding) {
      const { code, out, wrong } = await ran
      const password = /^Password: (\S+)$/m.exec(out)?.[1]
      if (code !== 0 || password === undefined) throw new Violation(`P1: ${login} could not be added: ${out}${wrong}`)
      await until(`the sign-in of ${login}`, () => this.#crowd!.canSignIn(login, password), takenWithinMs)
      this.chances.count('people added found again')
    }
  }

  /** A command dies beside a hub that goes on. */
  async #commandDies(point: CommandFailPoint): Promise<number | null> {
    const up = await this.#serve()
    await this.#crowd!.talks(2)
    this.#good ??= await this.#goodBackup()
    if (point.startsWith('backup.')) await this.#backupDies(point)
    else await this.#restoreDies(point)
    await this.#crowd!.talks(2)
    return up === 0 ? null : up
  }

  async #goodBackup(): Promise<{ readonly folder: string; readonly told: Told }> {
    const folder = this.#newFolder()
    const told = this.#crowd!.told()
    const { code, wrong } = await admin(['backup', folder, '--data', this.#hub!.dataFolder])
    if (code !== 0) throw new Violation(`P19: a backup under load failed: ${wrong}`)
    return { folder, told }
  }

  /** Nothing that it leaves passes for a backup. */
  async #backupDies(point: CommandFailPoint): Promise<void> {
    const folder = this.#newFolder()
    died(point, await admin(['backup', folder, '--data', this.#hub!.dataFolder], { dieAt: point }))
    if (existsSync(join(folder, 'backup.json'))) throw new Violation(`P19: at ${point} half a backup passes for one`)
  }

  /** The command once more makes it good, and what was there before is somewhere, whole. */
  async #restoreDies(point: CommandFailPoint): Promise<void> {
    const { folder, told } = this.#good!
    const data = join(this.#place, 'restored')
    const keys = join(this.#hub!.dataFolder, 'keys')
    const restore = ['restore', folder, '--replace', '--data', data, '--keys', keys]
    if (!existsSync(data)) await done(restore)
    const asideBefore = asideOf(data)
    died(point, await admin(restore, { dieAt: point }))
    await done(restore)
    const aside = asideOf(data).filter((place) => !asideBefore.includes(place))
    if (aside.length !== 1) throw new Violation(`P19: a restore that died at ${point} has put aside ${aside.join()}`)
    for (const found of [data, ...aside]) await checkTold(found, told)
    this.chances.count('backups restored after a kill')
  }

  #newFolder = (): string => join(this.#place, `folder-${++this.#folders}`)

  #keptFile(): Promise<number> {
    return until('a file that is kept', async () => (await this.#crowd!.upload()) === 201)
  }
}

/** Where earlier data of this folder was moved to. */
function asideOf(data: string): string[] {
  const names = readdirSync(dirname(data)).filter((name) => name.startsWith(`${basename(data)}.before-`))
  return names.map((name) => join(dirname(data), name))
}

async function done(args: readonly string[]): Promise<void> {
  const { code, wrong } = await admin(args)
  if (code !== 0) throw new Violation(`P19: ${args[0]} failed: ${wrong}`)
}

function died(point: CommandFailPoint, { signal, code, wrong }: Ran): void {
  if (signal !== 'SIGKILL') throw new Error(`at ${point} the command ended with ${signal ?? code}: ${wrong}`)
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const left = [...items]
  return items.map(() => left.splice(chance.between(0, left.length - 1), 1)[0]!)
}

export const failPointsAttack: Attack = {
  what: 'the real hub, and the commands beside it, die at each named moment',
  run: (seed, size) =>
    failPointAttack(size === 'long' ? { seed, rounds: 10, customers: 40 } : { seed, rounds: 1, customers: 16 }),
}
