/**
 * The draft that all sections of the administration change: the configuration in force is fetched once, what is changed
 * is kept over a reload, and nothing is served before it was looked at and applied. When somebody else was quicker, the
 * draft is carried over to what they made of it, and says so.
 */
import { differenceOf } from '../../hub/app/configuration/difference.ts'
import type { Applied, ConfigurationPlan, ConfigurationVersion, SettingChange } from '../../hub/http/door.ts'
import { quietly, type KeyValueStore } from '../drafts.ts'
import { ask, tell, type Answer } from './api.ts'
import { carriedOver, partsOf, valueAt, withParts, withValue, type Document } from './draft.ts'
import { faultOf, type Fault } from './refusal.ts'

export type Version = ConfigurationVersion
export type { Applied, ConfigurationPlan, SettingChange }

/** What somebody else served while the draft was made. */
export interface Overtaken {
  readonly by: Version
  readonly changes: readonly SettingChange[]
  /** Places that both had changed: the draft's word stands there. */
  readonly both: readonly string[]
}

/** What the hub is asked; the real one by default, another in tests. */
export interface EditingHub {
  ask<T>(path: string): Promise<Answer<T>>
  tell<T>(path: string, body: object): Promise<Answer<T>>
}

interface Kept {
  readonly version: number
  readonly parts: Document
}

type Status = 'loading' | 'ready' | 'failed' | 'forbidden'

export class Editing {
  status: Status = 'loading'
  /** The version that the draft begins at. */
  version = 0
  versions: readonly Version[] = []
  inForce: Document = {}
  document: Document = {}
  /** What the hub refused last, until its place is changed. */
  fault: Fault | null = null
  overtaken: Overtaken | null = null
  /** The draft could not be kept for a reload. */
  isUnkept = false
  #changes: readonly SettingChange[] | null = null
  #asking = 0
  readonly #listeners = new Set<() => void>()
  readonly #key: string

  constructor(
    agent: string,
    private readonly store: Pick<KeyValueStore, 'getItem' | 'setItem' | 'removeItem'>,
    private readonly hub: EditingHub = { ask, tell },
  ) {
    this.#key = `madoguchi.agent.configuration.${agent}`
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What differs from the version in force. */
  get changes(): readonly SettingChange[] {
    return (this.#changes ??= differenceOf(this.inForce, this.document))
  }

  at(place: string): unknown {
    return valueAt(this.document, place)
  }

  /** The list at a place; empty where nothing is said. */
  list<T = Readonly<Record<string, unknown>>>(place: string): readonly T[] {
    const found = this.at(place)
    return Array.isArray(found) ? (found as T[]) : []
  }

  /** Writes a setting; undefined takes it away, so that the built-in value holds. */
  set(place: string, value: unknown): void {
    this.replace(withValue(this.document, place, value) ?? {})
  }

  /** Another whole draft, as from a file. */
  replace(document: Document): void {
    const { place } = this.fault ?? { place: '' }
    if (place !== '' && valueAt(document, place) !== valueAt(this.document, place)) this.fault = null
    this.document = document
    this.#changed()
  }

  discard(): void {
    this.fault = null
    this.overtaken = null
    this.document = this.inForce
    this.#changed()
  }

  /** Fetches what is in force, and goes on with the draft that was kept. */
  async load(): Promise<void> {
    const found = await this.#latest()
    if (found === null) return
    const kept = readKept(quietly(() => this.store.getItem(this.#key)) ?? null)
    this.inForce = this.document = found.document
    this.version = found.version.n
    this.status = 'ready'
    if (kept !== null) await this.#goOn(kept, found)
    this.#changed()
  }

  async plan(replan: boolean): Promise<Answer<ConfigurationPlan>> {
    const answer = await this.hub.tell<ConfigurationPlan>('/api/configuration/plan', {
      document: this.document,
      replan,
    })
    if (answer.ok && answer.body.from !== this.version && (await this.#overtake())) return await this.plan(replan)
    this.#faulty(answer)
    return answer
  }

  /** The hub serves this version by now: where it is another one, the draft stands on it from here on. */
  async follow(version: number): Promise<void> {
    if (this.status !== 'ready' || this.#asking > 0 || version <= this.version) return
    await this.#alone(() => this.#overtake())
  }

  /** Serves the draft, if the version it begins at is in force still; otherwise it is carried over and nothing is served. */
  async apply(note: string, replan: boolean): Promise<Answer<Applied>> {
    const { document, version } = this
    const wish = { document, note, replan, from: version }
    return await this.#alone(async () => {
      const answer = await this.hub.tell<Applied>('/api/configuration/apply', wish)
      if (answer.ok) await this.#served(document)
      else if (!(await this.#overtake())) this.#faulty(answer)
      return answer
    })
  }

  /** Serves an earlier version again. The draft, if there is one, is carried over to it. */
  async rollback(to: number, note: string): Promise<Answer<Applied>> {
    const wish = { to, note, replan: false, from: this.version }
    return await this.#alone(async () => {
      const answer = await this.hub.tell<Applied>('/api/configuration/rollback', wish)
      if (answer.ok) await this.#served(this.inForce)
      else await this.#overtake()
      return answer
    })
  }

  /** What a version says; null when it cannot be had. */
  async documentOf(n: number): Promise<Document | null> {
    const answer = await this.hub.ask<Document>(`/api/configuration/${n}`)
    return answer.ok ? answer.body : null
  }

  /** While it runs, news of another version are its own doing, or are looked at by it. */
  async #alone<T>(act: () => Promise<T>): Promise<T> {
    this.#asking += 1
    try {
      return await act()
    } finally {
      this.#asking -= 1
    }
  }

  /** After a refusal, or none, that the hub gave: stands beside its field. */
  #faulty(answer: Answer<unknown>): void {
    this.fault = !answer.ok && answer.code === 'configuration.refused' ? faultOf(answer.words) : null
    this.#tell()
  }

  async #latest(): Promise<{ readonly version: Version; readonly document: Document } | null> {
    const answer = await this.hub.ask<{ versions: readonly Version[] }>('/api/configuration')
    const version = answer.ok ? answer.body.versions.at(-1) : undefined
    const document = version === undefined ? null : await this.documentOf(version.n)
    if (!answer.ok || version === undefined || document === null) {
      if (this.status !== 'ready')
        this.status = !answer.ok && answer.code === 'request.forbidden' ? 'forbidden' : 'failed'
      this.#tell()
      return null
    }
    this.versions = answer.body.versions
    return { version, document }
  }

  /** What was served is in force; what was changed meanwhile stays a draft. */
  async #served(document: Document): Promise<void> {
    this.overtaken = null
    this.fault = null
    const found = await this.#latest()
    if (found === null) return
    this.document = carriedOver(document, this.document, found.document).document
    this.inForce = found.document
    this.version = found.version.n
    this.#changed()
  }

  /** True when somebody else's version is in force by now: the draft stands on it from here on. */
  async #overtake(): Promise<boolean> {
    const found = await this.#latest()
    if (found === null || found.version.n === this.version) return false
    this.#carry(this.inForce, this.document, found)
    this.#changed()
    return true
  }

  #carry(
    base: Document,
    mine: Document,
    { version, document: theirs }: { readonly version: Version; readonly document: Document },
  ): void {
    const { document, both } = carriedOver(base, mine, theirs)
    this.overtaken = { by: version, changes: differenceOf(base, theirs), both }
    this.inForce = theirs
    this.document = document
    this.version = version.n
  }

  async #goOn(kept: Kept, found: { readonly version: Version; readonly document: Document }): Promise<void> {
    if (kept.version === found.version.n) this.document = withParts(found.document, kept.parts)
    else {
      const base = (await this.documentOf(kept.version)) ?? found.document
      this.#carry(base, withParts(base, kept.parts), found)
    }
  }

  #changed(): void {
    this.#changes = null
    const parts = partsOf(this.inForce, this.document)
    const isSame = Object.keys(parts).length === 0
    if (isSame) this.overtaken = null
    const kept: Kept = { version: this.version, parts }
    const done = quietly(() => {
      if (isSame) this.store.removeItem(this.#key)
      else this.store.setItem(this.#key, JSON.stringify(kept))
      return true
    })
    this.isUnkept = done !== true && !isSame
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function readKept(text: string | null): Kept | null {
  const kept = text === null ? undefined : quietly(() => JSON.parse(text) as Partial<Kept> | null)
  return typeof kept?.version === 'number' && typeof kept.parts === 'object' && kept.parts !== null
    ? (kept as Kept)
    : null
}
