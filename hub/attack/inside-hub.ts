/**
 * The whole hub in this process for attacks that need thousands of tries: the real app, HTTP and sign-in over the store in
 * memory, on time that only moves when told to. A line is a socket without a wire: what the hub said is kept byte for byte.
 */
import { FakeMedia } from '../../media/fake-media.ts'
import type { MediaPort } from '../ports/media.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { IntlCivilTime } from '../adapters/civil-time-intl.ts'
import { openMemoryKeys } from '../adapters/keys-memory.ts'
import { OidcProviders } from '../adapters/providers-oidc.ts'
import { openMemoryStore } from '../adapters/store-memory.ts'
import { recorded } from '../app/audit.ts'
import { Hub } from '../app/hub.ts'
import type { Person, Role } from '../app/organisation.ts'
import { Sealing } from '../app/sealing.ts'
import { Accounts, type Write } from '../auth/accounts.ts'
import { Logins } from '../auth/logins.ts'
import { Passwords } from '../auth/passwords.ts'
import { testLog } from '../auth/testing.ts'
import { staffOf } from '../auth/staff.ts'
import { SiteIdentities } from '../auth/site-identities.ts'
import { Tickets } from '../auth/tickets.ts'
import { VisitorTokens } from '../auth/visitor-tokens.ts'
import { loadConfig } from '../config.ts'
import type { HttpDeps } from '../http/deps.ts'
import type { Actor } from '../http/door.ts'
import { createHttp } from '../http/index.ts'
import { makeId, type QueueId } from '../model/ids.ts'
import { durationMs } from '../model/time.ts'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { tables } from '../ports/store.ts'
import { Chance } from '../sim/chance.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { beginVersions } from '../versioning.ts'
import { issuerOf } from './inside-issuer.ts'
import { Line } from './inside-line.ts'

export const shopOrigin = 'https://shop.example.jp'
export const bankOrigin = 'https://bank.example.jp'
export const shopKey = 'pk_shop'
export const bankKey = 'pk_bank'
/** Its contacts begin with the bot. */
export const clubKey = 'pk_club'
/** Who signs the identity of each site's customers. */
export const shopIssuer = issuerOf(shopOrigin)
export const bankIssuer = issuerOf(bankOrigin)

/** What a bot of the company's own signs with. */
export const botKey = 'own-1'
export const botSecret = 'a-secret-that-only-the-bot-and-the-hub-have'

/** A queue for each part that somebody plays; nobody serves the last one. */
export const queueKeys = ['orders', 'billing', 'ringing', 'lonely'] as const
export type QueueKey = (typeof queueKeys)[number]
export const queueOf = (key: QueueKey): QueueId => makeId('queue', key)

const words = (text: string) => ({ en: text, ja: text })
const settings = {
  queues: queueKeys.map((id) => ({ id, name: words(id) })),
  thresholds: [{ key: 'few', measure: 'free', below: 1_000 }],
  sites: [
    {
      id: 'shop',
      key: shopKey,
      name: words('Shop'),
      origins: [shopOrigin],
      topics: queueKeys.map((key) => ({ key, label: words(key), queue: key })),
      defaultQueue: 'orders',
      survey: 'csat',
      identity: { issuer: shopIssuer.issuer, keys: [shopIssuer.jwk] },
    },
    {
      id: 'bank',
      key: bankKey,
      name: words('Bank'),
      origins: [bankOrigin],
      defaultQueue: 'lonely',
      identity: { issuer: bankIssuer.issuer, keys: [bankIssuer.jwk] },
    },
    {
      id: 'club',
      key: clubKey,
      name: words('Club'),
      origins: [bankOrigin],
      topics: [{ key: 'orders', label: words('orders'), queue: 'orders' }],
      defaultQueue: 'lonely',
      bot: { flow: 'club' },
    },
  ],
  bots: [{ id: 'own', url: 'https://bot.example.jp/', keys: [botKey] }],
  roles: [
    { id: 'trainer', name: words('Trainer'), rights: ['contacts.read', 'configuration.read', 'customers.export'] },
  ],
  flows: [
    {
      flow: 'club',
      version: '1',
      title: words('Club'),
      start: 'ask',
      person: 'to-person',
      fields: { topic: { type: 'yesNo', label: words('Topic') } },
      steps: {
        ask: { kind: 'ask-choice', text: words('Is it about coffee?'), field: 'topic', next: 'to-person' },
        'to-person': { kind: 'hand-over', queue: 'orders' },
      },
    },
  ],
}

const person = (login: string, role: Role, queue: QueueKey): Person => ({
  agent: makeId('agent', login),
  login,
  name: login,
  role,
  queues: [queueOf(queue)],
  skills: {},
  capacityUnits: 100,
  disabled: false,
})

/** Everybody who signs in. */
export const staff: readonly Person[] = [
  person('ann', 'agent', 'orders'),
  person('ben', 'agent', 'orders'),
  person('bill', 'agent', 'billing'),
  person('olga', 'agent', 'ringing'),
  person('sue', 'supervisor', 'orders'),
  person('ada', 'administrator', 'orders'),
  person('quin', 'quality', 'orders'),
  person('rob', 'readOnly', 'orders'),
  person('tina', 'trainer', 'orders'),
]

/** All have the same password; hashing one takes a while, so it is done once. */
const passwordHash = new Passwords().hash('what all of them sign in with')

/** Somebody with what proves them over HTTP. */
export interface Known {
  readonly actor: Actor
  readonly headers: Readonly<Record<string, string>>
  /** Where their page comes from; '' is the hub itself. */
  readonly origin: string
}

export class InsideHub {
  readonly clock = new VirtualClock()
  readonly store = openMemoryStore()
  readonly chance: Chance
  readonly log: string[] = []
  /** Broken invariants that the hub noticed. */
  readonly fatal: unknown[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'madoguchi-attack-'))
  readonly tickets: Tickets
  hub!: Hub
  deps!: HttpDeps
  #http: ((request: HttpRequest) => Promise<HttpResponse>) | null = null
  readonly accounts: Accounts
  readonly #logins: Logins
  readonly #passwords = new Passwords()
  readonly #write: Write

  private constructor(seed: number) {
    const { clock, store } = this
    this.chance = new Chance(seed)
    this.tickets = new Tickets({ clock, secret: () => this.chance.word(43) })
    const write: Write = (changes, deeds = []) => store.commit([...changes, ...recorded(store, clock.now(), deeds)])
    this.#write = write
    this.accounts = new Accounts({ store, write, passwords: this.#passwords })
    this.#logins = new Logins({
      store,
      write,
      accounts: this.accounts,
      rightsOf: (role) => this.hub.directory.rightsOf(role),
      over: (sessions) => this.hub.door.sessionsOver(sessions),
      clock,
      log: testLog(),
    })
  }

  /** `calls`: with a media process in memory, or else none can be had. */
  static async open(seed = 1, requestsPerSecond = 1_000_000, calls = false): Promise<InsideHub> {
    const place = new InsideHub(seed)
    const media = calls ? new FakeMedia(place.clock) : null
    media?.start()
    await place.#start(requestsPerSecond, media?.connect())
    if (media !== null) await place.pass(50)
    return place
  }

  async #start(requestsPerSecond: number, media?: MediaPort): Promise<void> {
    const { clock, store, chance } = this
    const log = testLog(this.log)
    for (const one of staff) await this.accounts.put({ person: one, passwordHash: await passwordHash })
    const env = {
      MADOGUCHI_MODE: 'demo',
      MADOGUCHI_SECRET: 'a secret that only this attack has',
      MADOGUCHI_DATA: this.folder,
      MADOGUCHI_BOT_SECRETS: `${botKey}:${botSecret}`,
    }
    const config = loadConfig({ env, readFile: () => JSON.stringify(settings) })
    const { organisation, versioning } = beginVersions(
      config,
      store,
      clock,
      { port: 1, tls: false, publicOrigin: null },
      log,
    )
    const dice = new Chance(0x5ea1)
    const fill = (bytes: Uint8Array): void => dice.fill(bytes)
    this.hub = await Hub.start({
      store,
      sealing: new Sealing({ vault: openMemoryKeys({ fill }), fill }),
      clock,
      ids: { next: (kind) => makeId(kind, chance.word(22)), secret: () => chance.word(43) },
      log,
      organisation,
      versioning,
      people: () => this.accounts.people(),
      redeem: (ticket, origin) => this.tickets.redeem(ticket, origin),
      requestRate: { perSecond: requestsPerSecond, burst: requestsPerSecond },
      fatal: (error) => this.fatal.push(error),
      ...(media && { media }),
    })
    this.deps = {
      config,
      organisation: () => this.hub.organisation,
      door: this.hub.door,
      store,
      clock,
      log,
      tickets: this.tickets,
      visitorTokens: new VisitorTokens(config.secret!),
      identities: new SiteIdentities({
        secret: config.secret!,
        wallNow: () => clock.now(),
        hubNow: () => clock.now(),
        fetchKeys: () => Promise.reject(new Error('there is no network here')),
        log,
      }),
      logins: this.#logins,
      accounts: this.accounts,
      staff: staffOf({
        store,
        write: this.#write,
        accounts: this.accounts,
        logins: this.#logins,
        passwords: this.#passwords,
        clock,
        wallNow: () => clock.now(),
        secret: config.secret!,
        knownRights: (role) => this.hub.directory.knownRights(role),
        limits: config.limits,
        secondFactor: config.signIn.secondFactor,
        providers: new OidcProviders({ privateAddresses: false, now: () => clock.now() }),
        providerSettings: config.signIn.providers,
        log,
        organisation: () => this.hub.organisation,
      }),
      metrics: new Registry(),
      media: () => ({ available: false, reason: 'not here' }),
      distFolder: '/nowhere',
      siteOf: (key) => this.hub.directory.site(key),
      allowedOrigin: (site, origin) => site.origins.includes(origin),
      reports: { cells: (...asked) => this.hub.reporting.cells(...asked), zones: new IntlCivilTime() },
      refusedBy: () => {},
    }
  }

  /** Made when it is first asked: the process's own metrics, which come with it, are never given back. */
  http(request: HttpRequest): Promise<HttpResponse> {
    this.#http ??= createHttp(this.deps)
    return this.#http(request)
  }

  /** Ends it and removes its folder. */
  close(): void {
    this.hub.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  // Time.

  /** Lets everything that is due now happen, until nothing is left to do. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      quiet = this.clock.step(this.clock.now()) ? 0 : quiet + 1
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Lets this much time pass, with all that happens in it. */
  async pass(ms: number): Promise<void> {
    let over = false
    this.clock.after(durationMs(ms), () => (over = true))
    while (!over) {
      this.clock.step((this.clock.now() + ms) as never)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await this.settle()
  }

  /** The promise's value; lets happen what it waits for. */
  async settled<Value>(promise: Promise<Value>): Promise<Value> {
    let done = false
    const note = (): void => void (done = true)
    promise.then(note, note)
    while (!done) await this.settle()
    return promise
  }

  // People.

  /** A new visitor of a site. */
  visitor(site: string = shopKey): Known {
    const { token, actor } = this.deps.visitorTokens.issue(site)
    return { actor, headers: { authorization: `Bearer ${token}` }, origin: site === shopKey ? shopOrigin : bankOrigin }
  }

  /** One of the staff, signed in. */
  async agent(login: string): Promise<Known> {
    const { token, actor } = await this.#logins.begin(staff.find((one) => one.login === login)!)
    return { actor, headers: { cookie: `madoguchi=${token}`, 'x-madoguchi': '1' }, origin: '' }
  }

  /** A line whose other end has said nothing yet. */
  knock(origin = shopOrigin): Line {
    return new Line(this, origin)
  }

  /** A welcomed line of this actor. */
  async line({ actor, origin }: Known): Promise<Line> {
    const line = this.knock(origin)
    line.hello(this.tickets.issue(actor, origin)!)
    await this.settle()
    return line
  }

  /** Everything that is kept, as one text: equal when nothing was changed. */
  kept(): string {
    return tables
      .flatMap((table) =>
        [...this.store.range(table, {})].map(
          ({ key, value }) => `${table} ${key.join(' ')} ${Buffer.from(value).toString('base64')}`,
        ),
      )
      .join('\n')
  }
}
