/**
 * A company's public keys, fetched from where it publishes them and kept: a token waits for a fetch only when it names a key
 * that is not known yet. While the company's server is away its keys of before go on being good, for a day.
 */
import { hours, instant, minutes, seconds, since, type DurationMs, type Instant } from '../model/time.ts'
import { readIdentityKeys, type IdentityKey } from './identity-keys.ts'

/** No key is known, and none can be had at the moment: whoever asks may ask again. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable'
}

export interface FetchedKeysOptions {
  /** The document's text. Rejects when it cannot be had. Bounded in time and size by whoever gives it. */
  readonly fetch: () => Promise<string>
  readonly now: () => Instant
  /** Told, at most once in `againMs`, that a fetch came to nothing. The reason holds nothing of what was fetched. */
  readonly failed: (reason: string) => void
  /** Between two fetches, whatever kids tokens name. Default 30 s. */
  readonly againMs?: DurationMs
  /** After so long keys are fetched anew beside, so that one that was withdrawn is not believed for ever. Default 15 min. */
  readonly freshMs?: DurationMs
  /** After so long without an answer none is believed. Default 24 h. */
  readonly staleMaxMs?: DurationMs
}

export class FetchedKeys {
  #keys: readonly IdentityKey[] = []
  /** Of the last answer that could be used; null before there was one. */
  #fetchedAt: Instant | null = null
  #triedAt: Instant = instant(-Infinity)
  #underWay: Promise<void> | null = null

  constructor(private readonly options: FetchedKeysOptions) {}

  /** The key of this name; undefined when the company has none. Rejects with `KeysUnavailable`. */
  async find(kid: string): Promise<IdentityKey | undefined> {
    const { freshMs = minutes(15), staleMaxMs = hours(24) } = this.options
    const known = this.#known(kid)
    const age = this.#age()
    if (known !== undefined && age < staleMaxMs) {
      if (age >= freshMs) void this.#look()
      return known
    }
    await this.#look()
    if (this.#age() >= staleMaxMs) throw new KeysUnavailable('no keys could be fetched')
    return this.#known(kid)
  }

  #known(kid: string): IdentityKey | undefined {
    return this.#keys.find((key) => key.kid === kid)
  }

  #age(): number {
    return this.#fetchedAt === null ? Infinity : since(this.#fetchedAt, this.options.now())
  }

  /** One fetch at a time, and not more often than may be, or whoever makes up kids would have us ask without end. */
  #look(): Promise<void> {
    const { againMs = seconds(30), now } = this.options
    if (this.#underWay === null && since(this.#triedAt, now()) >= againMs) {
      this.#triedAt = now()
      this.#underWay = this.#fetch().finally(() => (this.#underWay = null))
    }
    return this.#underWay ?? Promise.resolve()
  }

  async #fetch(): Promise<void> {
    try {
      this.#keys = readIdentityKeys(await this.options.fetch())
      this.#fetchedAt = this.options.now()
    } catch (error) {
      this.options.failed(error instanceof Error ? error.message : 'no reason')
    }
  }
}
