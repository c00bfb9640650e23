/** For tests of http alone: requests made by hand, a small door to an app that is not there, and all parts put together. */
import { randomBytes } from 'node:crypto'
import { Registry } from 'prom-client'
import { OidcProviders } from '../adapters/providers-oidc.ts'
import { IntlCivilTime } from '../adapters/civil-time-intl.ts'
import { partsOf, readRecord } from '../app/audit.ts'
import type { Site } from '../app/organisation.ts'
import { testClock, testIdentity, testLog } from '../auth/testing.ts'
import { staffOf } from '../auth/staff.ts'
import { SiteIdentities } from '../auth/site-identities.ts'
import { Tickets } from '../auth/tickets.ts'
import { VisitorTokens } from '../auth/visitor-tokens.ts'
import { loadConfig, type Config, type LimitName } from '../config.ts'
import type { AttachmentId, ContactId } from '../model/ids.ts'
import { builtInRoles, rightsOf } from '../model/rights.ts'
import { instant, later, seconds, type Instant } from '../model/time.ts'
import { keyBytes } from '../ports/keys.ts'
import { flushToken, StorageUnavailable } from '../ports/store.ts'
import { BodyAborted, BodyTooLarge, type HttpRequest, type HttpResponse } from '../ports/transport.ts'
import type { AttachmentInfo } from '../protocol/index.ts'
import type {
  Actor,
  AuditDoor,
  AuditPage,
  AuditVerdict,
  AuditWish,
  ConfigurationDoor,
  FileRefusal,
  FileRoom,
  HubDoor,
  ProvedIdentity,
  VisitStanding,
  Vitals,
} from './door.ts'
import { blockOf, emptyCell, flatOf, type CellKind } from '../reports/index.ts'
import { createHttp } from './index.ts'

export interface MadeRequest {
  readonly method?: string
  /** May carry a query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly origin?: string
  readonly address?: string
  /** An object is sent as JSON. Several chunks come one by one; `'abort'` among them cuts the line. */
  readonly body?: string | object | readonly (Uint8Array | 'abort')[]
}

/** A request as a transport would hand it over. */
export function makeRequest({
  method = 'GET',
  path,
  headers = {},
  origin = '',
  address = '192.0.2.1',
  body = '',
}: MadeRequest): HttpRequest {
  const url = new URL(path, 'http://hub.test')
  const whole = typeof body === 'string' ? body : Array.isArray(body) ? null : JSON.stringify(body)
  const parts = whole === null ? (body as readonly (Uint8Array | 'abort')[]) : [new TextEncoder().encode(whole)]
  async function* chunks(limitBytes: number): AsyncGenerator<Uint8Array> {
    let count = 0
    for (const part of parts) {
      await Promise.resolve()
      if (part === 'abort') throw new BodyAborted()
      count += part.length
      if (count > limitBytes) throw new BodyTooLarge()
      if (part.length > 0) yield part
    }
  }
  const wholeBody = async (limitBytes: number): Promise<Uint8Array> => {
    const all: Uint8Array[] = []
    for await (const chunk of chunks(limitBytes)) all.push(chunk)
    return new Uint8Array(Buffer.concat(all))
  }
  const known: Record<string, string> = { host: 'hub.test', ...headers }
  return {
    method,
    // As it stands in the request line: the router decodes.
    path: path.split('?')[0]!,
    query: url.searchParams,
    peer: { address, origin },
    header: (name) => known[name] ?? '',
    body: wholeBody,
    chunks,
  }
}

/** An app reduced to what HTTP asks of it. Whoever opened a contact may add to it and read it. */
export class TestDoor implements HubDoor {
  draining = false
  storageDown = false
  configuration: ConfigurationDoor | null = null
  readonly ended: string[] = []
  readonly files = new Map<AttachmentId, { contact: ContactId; info: AttachmentInfo; isSealed: boolean }>()
  /** Keys of contacts; one that is set to null is destroyed. */
  readonly fileKeys = new Map<ContactId, Uint8Array | null>()
  readonly #owners = new Map<ContactId, string>()

  open(contact: ContactId, actor: Actor): void {
    this.#owners.set(contact, actor.session)
  }
  close(contact: ContactId): void {
    this.#owners.delete(contact)
  }
  write() {
    return this.#kept()
  }
  /** What it says of privileged acts, and what it was asked of them. */
  auditPage: AuditPage = { records: [], head: { n: 0, hash: '' }, before: null }
  auditVerdict: AuditVerdict = { records: 0, brokenAt: null, damage: null, head: { n: 0, hash: '' } }
  readonly auditAsked: AuditWish[] = []
  readonly audit: AuditDoor = {
    page: async (wish) => {
      this.auditAsked.push(wish)
      await this.#kept()
      return this.auditPage
    },
    check: async () => {
      await this.#kept()
      return this.auditVerdict
    },
  }
  vital: Vitals = {
    ...{ begunAt: instant(0), contacts: 0, sockets: 0, calls: 0, used: {} },
    ...{ backupAt: null, keysCopiedAt: null },
  }
  vitals() {
    return this.vital
  }
  mayAttach(actor: Actor, contact: ContactId): boolean {
    return this.#owners.get(contact) === actor.session
  }
  eraseCustomer() {
    return Promise.resolve(null)
  }
  eraseContact() {
    return Promise.resolve({ contacts: 0, finished: true })
  }
  sessionsOver() {
    return Promise.resolve()
  }
  findCustomers() {
    return Promise.resolve([])
  }
  exportCustomer() {
    return Promise.resolve(null)
  }
  whyContact() {
    return Promise.resolve(null)
  }
  /** What bots said by themselves of contacts that are open. */
  readonly botsSaid: Parameters<HubDoor['botSays']>[1][] = []
  botSays(contact: ContactId, said: Parameters<HubDoor['botSays']>[1]) {
    if (this.#owners.has(contact)) this.botsSaid.push(said)
    return Promise.resolve(this.#owners.has(contact))
  }
  looksAtFile() {
    return Promise.resolve()
  }
  mayReadFiles(actor: Actor, contact: ContactId): boolean {
    return this.mayAttach(actor, contact)
  }
  crowded = false
  /** What it says to whoever is new, and to whoever brings a file. */
  newcomers: ReturnType<HubDoor['newcomerRefusal']> = null
  fileRefusal: FileRefusal | null = null
  /** Bytes of files under way. */
  bytesAside = 0
  newcomerRefusal() {
    return this.newcomers
  }
  fileRoom(_actor: Actor, _contact: ContactId, bytesMax: number): FileRoom | FileRefusal {
    if (this.fileRefusal !== null) return this.fileRefusal
    this.bytesAside += bytesMax
    return { kind: 'room', release: () => void (this.bytesAside -= bytesMax) }
  }
  attachmentCount(contact: ContactId): number {
    return [...this.files.values()].filter((file) => file.contact === contact).length
  }
  async addAttachment(contact: ContactId, info: AttachmentInfo) {
    const kept = await this.#kept()
    if (this.fileKeys.get(contact) === null) return null
    this.files.set(info.attachment, { contact, info, isSealed: true })
    return kept
  }
  attachment(id: AttachmentId) {
    return this.files.get(id) ?? null
  }
  fileKey(contact: ContactId): Uint8Array | null {
    if (!this.fileKeys.has(contact)) this.fileKeys.set(contact, randomBytes(keyBytes))
    return this.fileKeys.get(contact)!
  }
  siteNow() {
    return { staffed: false, open: false, opensAt: 1_800_000_000_000, zone: 'Asia/Tokyo' }
  }
  /** Sessions that were proved to be somebody's, or were ended. */
  readonly standings = new Map<string, VisitStanding>()
  standing(session: string): VisitStanding {
    return this.standings.get(session) ?? { kind: 'unknown' }
  }
  identify(session: string, { subject, until }: ProvedIdentity): Promise<boolean> {
    this.standings.set(session, { kind: 'identified', subject, until, lineUntil: later(until, seconds(60)) })
    return Promise.resolve(true)
  }
  endVisit(session: string): Promise<void> {
    this.standings.set(session, { kind: 'ended' })
    return Promise.resolve()
  }
  endProof(session: string): Promise<void> {
    this.ended.push(session)
    return Promise.resolve()
  }
  staffSessions() {
    return new Set<never>()
  }
  endSession(session: string): void {
    this.ended.push(session)
  }
  personChanged(): void {}

  #kept() {
    return this.storageDown ? Promise.reject(new StorageUnavailable()) : Promise.resolve(flushToken())
  }
}

/** The shop's own origin, as its site lists it. */
export const shopOrigin = 'https://shop.example.jp'
const words = { en: 'Shop', ja: '店' }
const file = {
  queues: [{ id: 'orders', name: words }],
  sites: [
    { id: 'shop', key: 'pk_shop', name: words, origins: [shopOrigin], defaultQueue: 'orders' },
    { id: 'bank', key: 'pk_bank', name: words, origins: ['https://bank.example.jp'], defaultQueue: 'orders' },
  ],
}

/** A configuration from environment and file, such as `loadConfig` makes it. */
export const testConfig = (env: Record<string, string> = {}, more: object = {}): Config =>
  loadConfig({
    env: { MADOGUCHI_MODE: 'demo', MADOGUCHI_SECRET: 'a secret that only the tests have', ...env },
    readFile: () => JSON.stringify({ ...file, ...more }),
  })

/** What was counted: of two quarters, whatever is asked for. */
async function* countedOf(kind: CellKind, from: Instant, to: Instant) {
  for (const quarter of [1_795_312_800_000, 1_795_313_700_000].map(instant)) {
    await Promise.resolve()
    const names: Record<CellKind, readonly string[]> = {
      queue: ['que_orders chat', 'que_gone voice'],
      agent: ['agt_x'],
      away: ['agt_x lunch'],
      disposition: ['que_orders agt_x =SUM(1,2)'],
      bot: ['pub_shop orders'],
      survey: ['que_orders agt_x', ' '],
    }
    const counted = {
      ...{ queue: { came: 2 }, agent: { talks: 1 }, away: { awayMs: 60_000 }, disposition: { contacts: 3 } },
      ...{ bot: { began: 4, solved: 1 }, survey: { csatAnswers: 2, csatScore: 9 } },
    }
    const cells = names[kind].map((one) => [one, flatOf(kind, { ...emptyCell(kind), ...counted[kind] })] as const)
    if (quarter >= from && quarter < to) yield [quarter, blockOf(new Map(cells))] as const
  }
}

/** All of HTTP over parts in memory. */
export function testHttp(config: Config = testConfig(), distFolder = '/nowhere') {
  const clock = testClock()
  const lines: string[] = []
  const log = testLog(lines)
  const identity = testIdentity(clock, log)
  const { store, accounts, logins, passwords } = identity
  const door = new TestDoor()
  const tickets = new Tickets({ clock })
  const visitorTokens = new VisitorTokens(config.secret!)
  const media = { available: false, reason: 'no worker' }
  const refusals: LimitName[] = []
  const reports = { cells: countedOf, zones: new IntlCivilTime() }
  const staff = staffOf({
    ...identity,
    clock,
    wallNow: () => clock.now(),
    secret: config.secret!,
    limits: config.limits,
    secondFactor: config.signIn.secondFactor,
    providers: new OidcProviders({ privateAddresses: config.outsideAddresses === 'any', now: () => clock.now() }),
    providerSettings: config.signIn.providers,
    log,
    knownRights: (role) => (Object.hasOwn(builtInRoles, role) ? new Set(rightsOf(role)) : null),
    organisation: () => config.organisation,
  })
  const http = createHttp({
    config,
    organisation: () => config.organisation,
    door,
    store,
    clock,
    log,
    tickets,
    visitorTokens,
    identities: new SiteIdentities({
      secret: config.secret!,
      wallNow: () => clock.now(),
      hubNow: () => clock.now(),
      fetchKeys: () => Promise.reject(new Error('there is no network here')),
      log,
    }),
    logins,
    accounts,
    staff,
    metrics: new Registry(),
    media: () => media,
    distFolder,
    siteOf: (key) => config.organisation.sites.find((site) => site.key === key),
    allowedOrigin: (site: Site, origin) => site.origins.includes(origin),
    reports,
    refusedBy: (limit) => refusals.push(limit),
  })
  const ask = (request: MadeRequest): Promise<HttpResponse> => http(makeRequest(request))
  /** The audit, oldest first. */
  const recordedActs = () => [...store.range('audit', {})].map(({ value }) => readRecord(partsOf(value).body)!)
  return {
    ask,
    http,
    clock,
    log,
    recorded: recordedActs,
    lines,
    store,
    accounts,
    logins,
    staff,
    passwords,
    door,
    tickets,
    visitorTokens,
    media,
    refusals,
  }
}

/** The JSON of an answer. */
export const jsonOf = (response: HttpResponse): any => JSON.parse(String(response.body)) // oxlint-disable-line no-explicit-any
/** One header of an answer, '' when it has none. */
export const headerOf = (response: HttpResponse, name: string): string =>
  (response.headers as Record<string, string>)[name] ?? ''
