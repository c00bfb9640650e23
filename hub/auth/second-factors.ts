/**
 * The second factor of an account: codes that an authenticator makes of a shared secret and the time (RFC 6238), and ten
 * codes for the day it is lost. Table `secondFactor`, key [agent]: the secret sealed with the hub's own, of recovery codes
 * only what tells them again. Each code is good once, also over a restart and also when two bring it at the same moment.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Deed, Doer } from '../app/audit.ts'
import { details } from '../model/audit-details.ts'
import type { Person } from '../app/organisation.ts'
import type { AgentId } from '../model/ids.ts'
import { later, minutes, type Instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/codec.ts'
import type { Write } from './accounts.ts'
import { keyFor } from './secret.ts'
import { Turns } from './turns.ts'

/** A code is good in its own half minute, the one before and the one after: clocks of telephones differ. */
const window = 1
const periodS = 30
const recoveryCount = 10
const version = 1
/** What was begun and is not confirmed is forgotten after this. */
const enrolMs = minutes(15)
const begunMax = 5_000

interface Row {
  readonly sealed: Uint8Array
  readonly since: number
  /** Half minutes since 1970 of the last code that was taken. */
  readonly lastStep: number
  readonly recovery: readonly Uint8Array[]
}

export interface SecondFactorsDeps {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly write: Write
  /** The hub's own secret. With another one no code is right any more, and every second factor must be forgotten. */
  readonly secret: string
  /** Time as telephones have it. */
  readonly wallNow: () => Instant
}

/** What an authenticator is given. */
export interface Enrolment {
  /** `otpauth://…`, for a picture to be looked at by its camera. */
  readonly uri: string
  /** The same secret to be typed, in groups of four. */
  readonly secret: string
}

export class SecondFactors {
  readonly #key: Buffer
  readonly #recoveryKey: Buffer
  /** Not confirmed yet; longest ago first. */
  readonly #begun = new Map<AgentId, { readonly secret: Secret; readonly until: Instant }>()
  readonly #turns = new Turns()

  constructor(private readonly deps: SecondFactorsDeps) {
    this.#key = keyFor(deps.secret, 'second factors')
    this.#recoveryKey = keyFor(deps.secret, 'recovery codes')
  }

  has(agent: AgentId): boolean {
    return this.deps.store.get('secondFactor', [agent]) !== undefined
  }

  /** Everybody who has one. */
  all(): ReadonlySet<string> {
    return new Set(Array.from(this.deps.store.range('secondFactor', {}), ({ key }) => String(key[0])))
  }

  /** How many recovery codes are left. */
  recoveryLeft(agent: AgentId): number {
    return this.#row(agent)?.recovery.length ?? 0
  }

  /** A new secret, good for nothing until one of its codes has confirmed it. */
  begin(person: Pick<Person, 'agent' | 'login'>): Enrolment {
    const secret = new Secret({ size: 20 })
    this.#begun.delete(person.agent)
    this.#begun.set(person.agent, { secret, until: later(this.deps.wallNow(), enrolMs) })
    if (this.#begun.size > begunMax) this.#begun.delete(this.#begun.keys().next().value!)
    const uri = new TOTP({ issuer: 'Madoguchi', label: person.login, secret }).toString()
    return { uri, secret: secret.base32.replaceAll(/(.{4})(?=.)/g, '$1 ') }
  }

  /**
   * The recovery codes, told this once, when the code is one of the secret that was begun; durable before they are told. Null
   * when it is not, or nothing was begun. Rejects with `StorageUnavailable`.
   */
  confirm(agent: AgentId, code: string): Promise<readonly string[] | null> {
    return this.#turns.run(() => this.#confirm(agent, code))
  }

  async #confirm(agent: AgentId, code: string): Promise<readonly string[] | null> {
    const begun = this.#begun.get(agent)
    if (begun === undefined || this.deps.wallNow() >= begun.until) return null
    const step = this.#stepOf(begun.secret, code)
    if (step === null) return null
    this.#begun.delete(agent)
    const codes = Array.from({ length: recoveryCount }, recoveryCode)
    const row: Row = {
      sealed: this.#seal(agent, begun.secret.bytes),
      since: this.deps.wallNow(),
      lastStep: step,
      recovery: codes.map((one) => this.#hashOf(agent, one)),
    }
    await this.deps.write([this.#change(agent, row)], [this.#deed(agent, agent, 'on')])
    return codes
  }

  /** Whether this code proves the agent now; it never does again. Rejects with `StorageUnavailable`. */
  prove(agent: AgentId, typed: string): Promise<boolean> {
    return this.#turns.run(async () => {
      const row = this.#row(agent)
      if (row === null) return false
      return (await this.#proveByTime(agent, row, typed)) || this.#proveByRecovery(agent, row, typed)
    })
  }

  async #proveByTime(agent: AgentId, row: Row, typed: string): Promise<boolean> {
    const secret = this.#open(agent, row.sealed)
    const step = secret === null ? null : this.#stepOf(secret, typed)
    if (step === null || step <= row.lastStep) return false
    await this.deps.write([this.#change(agent, { ...row, lastStep: step })])
    return true
  }

  async #proveByRecovery(agent: AgentId, row: Row, typed: string): Promise<boolean> {
    const hash = this.#hashOf(agent, typed)
    const found = row.recovery.find((one) => one.length === hash.length && timingSafeEqual(one, hash))
    if (found === undefined) return false
    const recovery = row.recovery.filter((one) => one !== found)
    const detail = details.recoveryUsed(recovery.length)
    await this.deps.write([this.#change(agent, { ...row, recovery })], [this.#deed(agent, agent, detail)])
    return true
  }

  /** The account is proved by its password alone again. Nothing happens when it was. Rejects with `StorageUnavailable`. */
  forget(agent: AgentId, by: Doer): Promise<void> {
    return this.#turns.run(async () => {
      if (!this.has(agent)) return
      const detail = by === agent ? 'off' : 'forgotten'
      await this.deps.write([{ table: 'secondFactor', key: [agent], value: null }], [this.#deed(by, agent, detail)])
    })
  }

  /** The half minute that the code is of, or null when it is none of those that are good now. */
  #stepOf(secret: Secret, typed: string): number | null {
    const token = typed.normalize('NFKC').replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(token)) return null
    const timestamp = this.deps.wallNow()
    const delta = new TOTP({ secret, period: periodS }).validate({ token, timestamp, window })
    return delta === null ? null : Math.floor(timestamp / (periodS * 1_000)) + delta
  }

  #deed(by: Doer, agent: AgentId, detail: string): Deed {
    return { by, act: 'account.secondFactor', object: agent, detail }
  }

  #hashOf(agent: AgentId, typed: string): Buffer {
    const letters = typed
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/[^0-9A-Z]/g, '')
    return createHmac('sha256', this.#recoveryKey).update(`${agent} ${letters}`).digest()
  }

  #row(agent: AgentId): Row | null {
    const bytes = this.deps.store.get('secondFactor', [agent])
    if (bytes === undefined) return null
    const [, sealed, since, lastStep, recovery] = decode(bytes) as [number, Uint8Array, number, number, Uint8Array[]]
    return { sealed, since, lastStep, recovery }
  }

  #change(agent: AgentId, { sealed, since, lastStep, recovery }: Row): Change {
    return { table: 'secondFactor', key: [agent], value: encode([version, sealed, since, lastStep, recovery]) }
  }

  #seal(agent: AgentId, secret: Uint8Array): Uint8Array {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(agent))
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  }

  /** Null for what this hub's secret did not seal for this agent. */
  #open(agent: AgentId, sealed: Uint8Array): Secret | null {
    try {
      const opener = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12)).setAAD(Buffer.from(agent))
      opener.setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([opener.update(sealed.subarray(12, -16)), opener.final()])
      return new Secret({ buffer: new Uint8Array(plain).buffer })
    } catch {
      return null
    }
  }
}

/** Without letters that are read as digits; 60 bits, which nobody tries out against a hash with a key. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
function recoveryCode(): string {
  const drawn = Array.from({ length: 12 }, () => signs[randomInt(signs.length)]!).join('')
  return `${drawn.slice(0, 4)}-${drawn.slice(4, 8)}-${drawn.slice(8)}`
}
