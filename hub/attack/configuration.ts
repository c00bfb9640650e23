/**
 * The real hub dies while it takes another configuration, once it was read and once it is kept; the administrator's command
 * waits, and is answered by the next hub. Each time there is one version more and no other, what the floor works by is what
 * that version says, and the audit tells of it once. The points are in hub/app/fail-points.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { rows } from '../app/records.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { admin, type Ran } from './storage-admin.ts'
import { StorageHub } from './storage-hub.ts'

const points = ['apply.read', 'apply.kept'] as const
type Point = (typeof points)[number]
const struck = (how: string, point: Point): string => `${how} killed at ${point}`

/** What is changed here: seconds that offers of the first queue ring. */
interface Written {
  readonly queues: readonly { readonly offerTimeoutSeconds?: number }[]
}

export async function configurations(seed: number, rounds: number): Promise<AttackResult> {
  const chances = new Chances(points.flatMap((point) => [struck('apply', point), struck('rollback', point)]))
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-configuration-'))
  const hub = await StorageHub.at(place, join(place, 'data'))
  try {
    const changes = new Changes(hub, place, new Chance(seed))
    if (!(await hub.start())) throw new Error(`the hub does not come up: ${(await hub.ended).printed}`)
    for (let round = 0; round < rounds; round++)
      for (const point of points) {
        await changes.dies('apply', point)
        chances.count(struck('apply', point))
        await changes.dies('rollback', point)
        chances.count(struck('rollback', point))
      }
    await changes.audited()
    return chances.result([`${changes.versions} versions`])
  } finally {
    await hub.close()
    rmSync(place, { recursive: true, force: true })
  }
}

class Changes {
  versions = 1
  /** What each version says, from the first. */
  readonly #said: number[] = [20]

  constructor(
    private readonly hub: StorageHub,
    private readonly place: string,
    private readonly chance: Chance,
  ) {}

  async dies(how: 'apply' | 'rollback', point: Point): Promise<void> {
    const { hub } = this
    await hub.stop()
    await hub.start({ MADOGUCHI_FAIL_AT: point })
    const wanted = how === 'apply' ? this.chance.between(30, 300) : this.#said.at(-2)!
    const ran = how === 'apply' ? this.#admin('apply', await this.#fileWith(wanted)) : this.#admin('rollback')
    const { signal, printed } = await hub.ended
    if (signal !== 'SIGKILL') throw new Error(`at ${point} the hub did not die: ${printed}`)
    this.#check(point === 'apply.read' ? this.versions : this.versions + 1)
    await hub.start()
    const { code, out, wrong } = await ran
    this.versions += 1
    this.#said.push(wanted)
    if (code !== 0 || !out.includes(`Version ${this.versions} is served now`))
      throw new Violation(`P1: ${how} that a hub died of at ${point} was told: ${out}${wrong}`)
    this.#check(this.versions)
    const inForce = this.#rulesInForce()
    if (inForce !== wanted * 1_000)
      throw new Violation(
        `P9: after ${point} offers ring for ${inForce} ms, and version ${this.versions} says ${wanted} s`,
      )
  }

  /** The file that is served, with another setting. */
  async #fileWith(seconds: number): Promise<string> {
    const { out } = await this.#admin('configurations', String(this.versions))
    const { queues, ...rest } = JSON.parse(out) as Written
    const [first, ...others] = queues
    const file = join(this.place, 'next.json')
    writeFileSync(file, JSON.stringify({ ...rest, queues: [{ ...first, offerTimeoutSeconds: seconds }, ...others] }))
    return file
  }

  /** So many versions are there, numbered without a hole. */
  #check(count: number): void {
    const found = this.#reading((reader) => Array.from(reader.range('configuration', {}), ({ key }) => key[0]))
    if (found.join() !== Array.from({ length: count }, (_, at) => at + 1).join())
      throw new Violation(`P1: there are the versions ${found.join()}, and not ${count}`)
  }

  /** By the last event that told the floor of its rules. */
  #rulesInForce(): number | undefined {
    return this.#reading((reader) => {
      for (const { value } of reader.range('event', { reverse: true })) {
        const event = rows.event.read(value)
        if (event.type === 'configured') return event.queues[0]?.offerTimeoutMs
        if (event.type === 'epochStarted' && event.rules !== undefined) return event.rules.queues[0]?.offerTimeoutMs
      }
      return undefined
    })
  }

  /** Each version has its one record, in a chain that is whole. */
  async audited(): Promise<void> {
    const { code, out, wrong } = await this.#admin('audit', '--act', 'configuration')
    const told = out.match(/configuration\.(applied|rolledBack) {2}version \d+/g) ?? []
    if (code !== 0 || told.length !== this.versions)
      throw new Violation(`P24: ${this.versions} versions, and the audit tells of ${told.length}: ${out}${wrong}`)
  }

  #reading<Result>(read: (reader: ReturnType<typeof openLmdbReader>) => Result): Result {
    const reader = openLmdbReader(join(this.hub.dataFolder, 'store'))
    try {
      return read(reader)
    } finally {
      void reader.close()
    }
  }

  #admin = (...args: readonly string[]): Promise<Ran> => admin([...args, '--data', this.hub.dataFolder])
}

export const configurationAttack: Attack = {
  what: 'the real hub dies while it takes another configuration, or an earlier one again',
  run: (seed, size) => configurations(seed, size === 'long' ? 20 : 1),
}
