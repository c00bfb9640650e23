/**
 * Somebody who can write the store changes the record of privileged acts: bits are flipped, records dropped, swapped,
 * slipped in, cut off, and at last the whole chain is written anew (P24). On a real lmdb store. Each must be found.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { headKey, headOf, recorded, type Link } from '../app/audit.ts'
import { verifyChain } from '../app/audit-chain.ts'
import { instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import { encode } from '../protocol/index.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'

const planned = [
  'bits flipped in a record',
  'bits flipped in what is noted of the chain',
  'records dropped',
  'records swapped',
  'records slipped in',
  'chains cut off',
  'chains cut off, the end noted anew',
  'chains written anew',
] as const
type Kind = (typeof planned)[number]

interface Row {
  readonly n: number
  readonly value: Uint8Array
}

const put = (n: number, value: Uint8Array | null): Change => ({ table: 'audit', key: [n], value })
const rowsOf = (store: Store): Row[] =>
  [...store.range('audit', {})].map(({ key, value }) => ({ n: Number(key[0]), value }))

class Tamperer {
  readonly #chances = new Chances(planned)

  constructor(
    private readonly store: Store,
    private readonly chance: Chance,
  ) {}

  async run(records: number, everyBit: boolean, times: number): Promise<AttackResult> {
    await this.#fill(records)
    const anchor = headOf(this.store)
    this.#expectSound(anchor)
    for (const row of rowsOf(this.store)) await this.#flip(row, everyBit)
    for (let time = 0; time < times; time++) for (const change of this.#schemes()) await this.#try(...change, anchor)
    this.#expectSound(anchor)
    return this.#chances.result([`${records} records; after each try the chain was put back and found whole`])
  }

  async #fill(records: number): Promise<void> {
    for (let n = 1; n <= records; n++) {
      const detail = this.chance.word(this.chance.between(0, 40))
      const deed = { by: 'hub', act: 'retention.ran', object: this.chance.word(12), detail } as const
      await this.store.commit(recorded(this.store, instant(n * 1_000), [deed]))
    }
  }

  /** Every byte of the record, each time another bit of it; `everyBit` each of the eight. */
  async #flip({ n, value }: Row, everyBit: boolean): Promise<void> {
    for (let at = 0; at < value.length; at++)
      for (const bit of everyBit ? [0, 1, 2, 3, 4, 5, 6, 7] : [this.chance.between(0, 7)])
        await this.#try('bits flipped in a record', [put(n, flipped(value, at, bit))], [put(n, value)], null)
  }

  /** Ways to change the chain, each with what puts it back. */
  #schemes(): [Kind, Change[], Change[]][] {
    const { chance, store } = this
    const rows = rowsOf(store)
    const [one, other] = [chance.between(0, rows.length - 2), rows.length - 1].map((at) => rows[at]!)
    const [a, b] = [one!, other!]
    const head: Change = { table: 'meta', key: headKey, value: store.get('meta', headKey)! }
    const tail = rows.slice(a.n)
    const before = rows[a.n - 1]!
    const noted: Change = { ...head, value: encode([before.n, before.value.subarray(0, 32)]) }
    const all = rows.map(({ n, value }) => put(n, value))
    const cut = tail.map(({ n }) => put(n, null))
    const late = [...all, head]
    return [
      [
        'bits flipped in what is noted of the chain',
        [{ ...head, value: flippedSomewhere(head.value!, chance) }],
        [head],
      ],
      ['records dropped', [put(a.n, null)], [put(a.n, a.value)]],
      ['records swapped', [put(a.n, b.value), put(b.n, a.value)], all],
      ['records slipped in', [put(b.n + 1, b.value)], [put(b.n + 1, null)]],
      ['records slipped in', tail.map(({ n }) => put(n + 1, rows[n - 1]!.value)), [...all, put(b.n + 1, null)]],
      ['chains cut off', cut, all],
      ['chains cut off, the end noted anew', [...cut, noted], late],
      ['chains written anew', this.#anew(rows.length), late],
    ]
  }

  /** A chain that is sound in itself, with other acts in it. */
  #anew(count: number): Change[] {
    const deeds = Array.from({ length: count }, () => ({
      by: 'hub' as const,
      act: 'backup.made' as const,
      object: this.chance.word(8),
    }))
    return recorded({ get: () => undefined }, instant(1), deeds)
  }

  async #try(kind: Kind, changes: Change[], undo: Change[], anchor: Link | null): Promise<void> {
    await this.store.commit(changes)
    const { findings } = verifyChain(this.store, { anchors: anchor === null ? [] : [anchor] })
    if (findings.length === 0) throw new Violation(`P24: nobody noticed: ${kind}`)
    this.#chances.count(kind)
    for (const { damage } of findings.slice(0, 1)) this.#chances.count(`found as ${damage}`)
    await this.store.commit(undo)
  }

  #expectSound(anchor: Link): void {
    const { findings } = verifyChain(this.store, { anchors: [anchor] })
    if (findings.length > 0) throw new Violation(`P24: a chain that nobody touched is called ${findings[0]!.damage}`)
  }
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at]! ^= 1 << bit
  return copy
}

const flippedSomewhere = (bytes: Uint8Array, chance: Chance): Uint8Array =>
  flipped(bytes, chance.between(0, bytes.length - 1), chance.between(0, 7))

export async function tampering(
  seed: number,
  records: number,
  everyBit: boolean,
  times: number,
): Promise<AttackResult> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-audit-'))
  const store = await openLmdbStore(folder)
  try {
    return await new Tamperer(store, new Chance(seed)).run(records, everyBit, times)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const auditAttack: Attack = {
  what: 'the record of privileged acts is changed in the store',
  run: (seed, size) => (size === 'long' ? tampering(seed, 60, true, 200) : tampering(seed, 8, false, 10)),
}
