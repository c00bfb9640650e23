/**
 * The composition root of the hub: the only file that names concrete adapters. It listens first, so that a port in use is
 * found before anything is written, then opens the store, begins an epoch and serves. What a person must mend ends the
 * process with one sentence and exit code 78, which the launcher does not restart.
 */
import { IntlCivilTime } from './adapters/civil-time-intl.ts'
import { japaneseHolidays } from './adapters/holidays-japan.ts'
import type { OpeningOf } from './app/opening.ts'
import type { WallClockOf } from './app/wall-clocks.ts'
import { openingBy, wallClock } from './hours/index.ts'
import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { Registry } from 'prom-client'
import { realClock } from './adapters/clock-real.ts'
import { randomIds } from './adapters/ids-random.ts'
import { openFileKeys } from './adapters/keys-file.ts'
import { fetchJwks } from './adapters/jwks-http.ts'
import { KeysUnusable } from './adapters/keys-format.ts'
import { pinoLog } from './adapters/log-pino.ts'
import { WebPush } from './adapters/push-web.ts'
import { systemMachine } from './adapters/machine-system.ts'
import { mediaSocket } from './adapters/media-socket.ts'
import { HttpScorer, type ScorerAddress } from './adapters/scorer-http.ts'
import { openLmdbStore } from './adapters/store-lmdb.ts'
import { StoreInUse } from './adapters/store-owner.ts'
import { bringUpToDate, DataTooNew, DataUnknown } from './adapters/store-version.ts'
import { loadUws, UwsTransport } from './adapters/transport-uws.ts'
import { WsTransport } from './adapters/transport-ws.ts'
import { recorded } from './app/audit.ts'
import { keysCopyChange } from './app/configuration-mark.ts'
import { Hub } from './app/hub.ts'
import { limitMeasures } from './app/limit-measures.ts'
import { hubMeasures } from './app/measures.ts'
import { migrations } from './app/migrations.ts'
import { keys, lastInstant, rows } from './app/records.ts'
import { Sealing } from './app/sealing.ts'
import { Accounts, type Write } from './auth/accounts.ts'
import { Passwords } from './auth/passwords.ts'
import { pushKeys } from './auth/push-keys.ts'
import { hubSecret } from './auth/secret.ts'
import { forgetAnswers, takeOrders, watchOrders, type Order, type OrderAnswer } from './auth/orders.ts'
import { SiteIdentities } from './auth/site-identities.ts'
import { Tickets } from './auth/tickets.ts'
import { VisitorTokens } from './auth/visitor-tokens.ts'
import { ConfigError, limitNames, loadConfig, type Config } from './config.ts'
import { demoShop } from './demo-identity.ts'
import { ensureDemoPeople, serveAll } from './demo-people.ts'
import { demoPeopleOf, ownOrigins } from './demo.ts'
import { failAt, type HubFailPoint } from './fail-at.ts'
import { AttachmentFiles } from './http/attachment-files.ts'
import { createHttp } from './http/index.ts'
import { carryOutOrder } from './http/orders.ts'
import type { KeyVault } from './ports/keys.ts'
import type { Log } from './ports/log.ts'
import { StorageUnavailable, type Store } from './ports/store.ts'
import { putOutside } from './outside.ts'
import { putPeople } from './people.ts'
import { ListenFailed, type Transport, type TransportHandlers } from './ports/transport.ts'
import type { QueueId } from './model/ids.ts'
import { instant } from './model/time.ts'
import { limits } from './protocol/index.ts'
import { upgrades } from './upgrades.ts'
import { beginVersions, embedders } from './versioning.ts'

/** Exit code for what only a person can mend (EX_CONFIG of sysexits.h). */
const exitConfiguration = 78
/** Exit code for what may mend itself (EX_TEMPFAIL): the launcher tries again. */
const exitTryAgain = 75
/** A reader that is this far behind is closed at once; one over 1 MiB for 10 s as well (app/connection.ts). */
const bufferedBytesMax = 4 * 1024 * 1024
const distFolder = fileURLToPath(new URL('..', import.meta.url))

/** Answers until the hub is there. */
const starting: TransportHandlers = {
  upgrade: () => 503,
  http: () => Promise.resolve({ status: 503, headers: { 'retry-after': '1' }, body: 'starting\n' }),
}

async function main(): Promise<void> {
  const config = loadConfig({ env: process.env })
  const log = pinoLog({ level: config.logLevel })
  for (const warning of config.warnings) log.warn({}, warning)
  const passed = failAt(config.mode, process.env.MADOGUCHI_FAIL_AT)
  const served = { handlers: starting }
  const transport = await chooseTransport(log)
  const { port } = await transport.listen(
    { upgrade: (request) => served.handlers.upgrade(request), http: (request) => served.handlers.http(request) },
    {
      host: config.host,
      port: config.port,
      tls: config.tls,
      trustedProxy: config.trustedProxy,
      messageBytesMax: limits.frameBytesMax,
      bufferedBytesMax,
    },
  )
  passed?.('start.listening')
  const store = await openStore(config)
  const vault = await openKeys(config, store, log)
  const damaged = (place: string): void => log.error({ place }, 'what is kept here was damaged: it cannot be opened')
  const sealing = new Sealing({ vault, fill: randomFillSync, damaged })
  passed?.('start.opened')
  for (const step of await bringUpToDate(store, migrations(sealing)))
    log.info({ to: step.to, what: step.what }, 'data brought up to date')
  passed?.('start.upToDate')
  const running = await compose(config, log, store, sealing, port, passed)
  served.handlers = running.handlers
  closeWithGrace({ delay: 12_000, logger: false }, async ({ err }) => {
    if (err !== undefined) log.error({ error: String(err.stack ?? err) }, 'the hub ends: an error nobody expected')
    // A broken invariant must not be drained over: what is kept is right, what is in memory may not be.
    if (err === undefined) await running.drain()
    passed?.('stop.drained')
    await transport.close()
    passed?.('stop.closed')
    if (err === undefined) await store.close()
    if (err === undefined) await vault.close()
    passed?.('stop.stored')
  })
  // The launcher is gone: nobody would start us again, nor stop us.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // Last, since whoever hears that the hub serves may ask it to stop, and it must end in order then.
  announce(config, log, transport, port, running)
  passed?.('start.served')
}

/** A folder that cannot be opened is for a person to mend; a disk that is full or fails for the moment is not. */
async function openStore(config: Config): Promise<Store> {
  try {
    return await openLmdbStore(join(config.dataFolder, 'store'))
  } catch (error) {
    if (!(error instanceof StorageUnavailable)) throw error
    const { code = '' } = error.cause as NodeJS.ErrnoException
    throw ['ENOSPC', 'EDQUOT', 'EIO'].includes(code) ? error : new ConfigError(error.message)
  }
}

/** The keys of this data, and of no other. */
function openKeys(config: Config, store: Store, log: Log): Promise<KeyVault> {
  return openFileKeys(join(config.dataFolder, 'keys'), {
    noted: rows.keys.get(store, keys.meta('keys')),
    copy: config.keysCopy,
    failed: (error) =>
      log.warn({ error: String(error) }, 'keys, or their copy, could not be written; tried again with the next'),
  })
}

async function chooseTransport(log: Log): Promise<Transport> {
  const failed = (error: unknown): void => log.error({ error: String(error) }, 'a request failed')
  const uws = await loadUws((reason) =>
    log.warn({ reason }, 'uWebSockets.js has no binary here; node:http is taken, which is slower'),
  )
  return uws === null ? new WsTransport(failed) : new UwsTransport(uws, failed)
}

interface Running {
  readonly handlers: TransportHandlers
  /** The demo's password when it was made just now, else null. */
  readonly password: string | null
  /** Nobody has an account yet. */
  readonly isNew: boolean
  drain(): Promise<void>
}

async function compose(
  config: Config,
  log: Log,
  store: Store,
  sealing: Sealing,
  port: number,
  passed: ((point: HubFailPoint) => void) | undefined,
): Promise<Running> {
  const clock = realClock({ notBefore: lastInstant(store) })
  const secret = hubSecret(config)
  const shop = config.mode === 'demo' ? demoShop(secret) : null
  const own = { port, tls: config.tls !== null, publicOrigin: config.publicOrigin, identity: shop?.identity ?? null }
  const { organisation, versioning } = beginVersions(config, store, clock, own, log)
  const metrics = new Registry()
  const tickets = new Tickets({ clock })
  let hub: Hub | null = null
  // Before the hub runs nobody else writes; afterwards everything goes through its ticks.
  const write: Write = (changes, deeds = []) =>
    hub === null ? store.commit([...changes, ...recorded(store, clock.now(), deeds)]) : hub.door.write(changes, deeds)
  const passwords = new Passwords()
  const accounts = new Accounts({ store, write, passwords })
  const copied = keysCopyChange(store, config.keysCopy)
  if (copied.changes.length > 0) await write(copied.changes, copied.deeds)
  const password =
    config.mode === 'demo'
      ? await ensureDemoPeople(organisation, accounts, config.demoPassword, () => randomIds.secret())
      : null
  passed?.('start.peopled')
  const refusedBy = limitMeasures(metrics, limitNames(config.limits), { ...config.limits }, () => hub)
  const files = new AttachmentFiles(config.dataFolder)
  const events = { ...hubMeasures(metrics, () => hub), limit: refusedBy }
  const machine = systemMachine(config.dataFolder, clock, log)
  await machine.look()
  // By the configuration in force, which may be another one by then.
  const scorerOf = (queue: QueueId): ScorerAddress | null => {
    const url = hub?.directory.queue(queue)?.scorer?.url
    return url === undefined ? null : { url, secret: config.scorerSecret }
  }
  const scorer = new HttpScorer(scorerOf, () => Math.floor(clock.now() / 1_000))
  const outside = putOutside({
    config,
    clock,
    metrics,
    organisation: () => hub?.organisation ?? organisation,
    spent: rows.answererTokens.get(store, keys.meta('answererTokens')) ?? null,
    botSays: (contact, said) => hub!.door.botSays(contact, said),
    keep: (spent) =>
      void write([rows.answererTokens.put(keys.meta('answererTokens'), spent)]).catch((error: unknown) =>
        log.warn({ error: String(error) }, 'what the language model has cost today could not be kept'),
      ),
  })
  const media = config.mediaSocket === null ? null : mediaSocket(config.mediaSocket, clock)
  media?.onChange(({ available, reason }) => log.info({ available, reason }, 'voice and video'))
  hub = await Hub.start({
    store,
    sealing,
    clock,
    ids: randomIds,
    log,
    organisation,
    versioning: {
      ...versioning,
      served: (served) => {
        outside.learn()
        if (config.mode === 'demo')
          serveAll(served, accounts).catch((error: unknown) =>
            log.warn({ error: String(error) }, 'the demo’s people could not be given the new queues'),
          )
      },
    },
    ...(media !== null && { media }),
    configuration: sectionsOf(config),
    auditRetentionDays: config.auditRetentionDays,
    scorer,
    outside,
    openingOf: openings(),
    push: new WebPush({
      keys: pushKeys(secret),
      subject: config.pushContact,
      clock,
      privateAddresses: config.pushAddresses === 'any',
    }),
    wallClockOf: wallClocksBy(),
    localOffsetMs: (at) => new Date(at).getTimezoneOffset() * -60_000,
    removeFile: (attachment) => files.discard(attachment),
    people: () => accounts.people(),
    redeem: (ticket, origin) => tickets.redeem(ticket, origin),
    requestRate: {
      perSecond: config.limits.requestsPerMinutePerSession / 60,
      burst: config.limits.requestsPerMinutePerSession / 4,
    },
    quotas: { limits: config.limits, machine },
    fatal: (error) => {
      log.error(
        { error: error instanceof Error ? String(error.stack) : String(error) },
        'a broken invariant: the hub ends and starts anew',
      )
      process.exit(70)
    },
    events,
    ...(passed && { passed }),
  })
  const running = hub
  outside.learn()
  const { logins, staff } = putPeople({
    config,
    store,
    write,
    accounts,
    passwords,
    clock,
    log,
    secret,
    organisation: () => running.organisation,
    knownRights: (role) => running.directory.knownRights(role),
    door: running.door,
    tickets,
    ...(passed && { passed }),
  })
  const carryOut = (order: Order): Promise<OrderAnswer> => carryOutOrder(running.door, order, staff.secondFactors)
  // What was ordered while no hub ran is done before anybody is served.
  forgetAnswers(config.dataFolder)
  await takeOrders(config.dataFolder, carryOut)
  watchOrders({ dataFolder: config.dataFolder, clock, log, carryOut })
  const { reporting } = running
  reporting.start()
  const ownPages = pagesOf(config, port)
  const pageOrigins = config.publicOrigin === null ? ownPages : [config.publicOrigin]
  const http = createHttp({
    config: { ...config, organisation },
    organisation: () => running.organisation,
    door: running.door,
    store,
    clock,
    log,
    tickets,
    visitorTokens: new VisitorTokens(secret),
    identities: new SiteIdentities({
      secret,
      wallNow: () => instant(Date.now()),
      hubNow: () => clock.now(),
      fetchKeys: fetchJwks,
      log,
    }),
    ...(shop && { signedIn: (customer) => shop.signedIn(customer, Math.floor(Date.now() / 1_000)) }),
    logins,
    accounts,
    staff,
    metrics,
    media: () => media?.health() ?? { available: false, reason: 'the hub runs without its launcher and media process' },
    machine,
    search: async () => {
      const knowledge = await outside.knowledge()
      return (text, locale, count) => knowledge.search(text, locale, count)
    },
    distFolder,
    siteOf: (key) => running.organisation.sites.find((site) => site.key === key),
    // The hub's own page goes on with the chat of any of its sites.
    allowedOrigin: (site, origin) => site.origins.includes(origin) || pageOrigins.includes(origin),
    reports: { cells: (...asked) => reporting.cells(...asked), zones: new IntlCivilTime() },
    refusedBy,
    ...(passed && { passed }),
  })
  const mayEmbed = embedders(() => running.organisation, ownPages)
  const upgrade = upgrades({ hub: running, outside, clock, limits: config.limits, mayEmbed, refusedBy })
  const drain = async (): Promise<void> => {
    log.info({}, 'draining: no new contacts, everybody is told to come back')
    // The last one back has asked for up to 3.5 s by then, and must have an answer after 5 (P13).
    await running.drain({ minMs: 500, spreadMs: 3_000 }, Math.random)
    media?.close()
    scorer.close()
    outside.close()
    machine.close()
  }
  return { handlers: { http, upgrade }, password, isNew: accounts.people().length === 0, drain }
}

/** Reads the queues' calendars by the tables of zones and holidays that this machine has. */
function openings(): OpeningOf {
  const tables = { zones: new IntlCivilTime(), holidays: japaneseHolidays }
  return (queue, at, calendar) => openingBy(new Map([[queue, calendar]]), tables)(queue, at)
}

/** By the zone of a queue's calendar; a queue without one goes by universal time. */
function wallClocksBy(): WallClockOf {
  const zones = new IntlCivilTime()
  return (_, at, calendar) => wallClock(calendar?.zone ?? 'UTC', at, zones)
}

/**
 * The settings of the machine as the audit tells its parts apart, by name: what is served has versions, and records of its
 * own. What is secret is not among them, nor a hash of it.
 */
function sectionsOf(config: Config): Readonly<Record<string, unknown>> {
  const unnamed = [
    'secret',
    'demoPassword',
    'metricsToken',
    'scorerSecret',
    'outsideSecret',
    'answererKey',
    'botSecrets',
    'warnings',
    'builtIn',
    'organisation',
    'document',
    'file',
  ]
  return Object.fromEntries(Object.entries(config).filter(([name]) => !unnamed.includes(name)))
}

/** Pages of the hub's own, such as the agent app. */
const pagesOf = (config: Config, port: number): readonly string[] =>
  ownOrigins({ port, tls: config.tls !== null, publicOrigin: config.publicOrigin })

function announce(config: Config, log: Log, transport: Transport, port: number, { password, isNew }: Running): void {
  const address = config.publicOrigin ?? `${config.tls === null ? 'http' : 'https'}://localhost:${port}`
  log.info(
    { port, host: config.host, engine: transport.engine, mode: config.mode, data: config.dataFolder },
    'the hub serves',
  )
  const lines = ['', '  Madoguchi 窓口 is open.', '']
  if (config.mode === 'demo') lines.push(`  Sample site   ${address}/`)
  lines.push(`  Agent app     ${address}/agent/`)
  if (isNew) lines.push('  First account npm run admin -- user add NAME --role administrator')
  if (config.mode === 'demo') {
    const logins = demoPeopleOf(config.organisation).map((person) => person.login)
    lines.push(`  Sign in as    ${logins.join(', ')}`)
    if (password !== null)
      lines.push(`  Password      ${password}   (said this once; npm run admin -- user password NAME sets another)`)
    else if (config.demoPassword !== null) lines.push('  Password      as set by MADOGUCHI_DEMO_PASSWORD')
    else lines.push('  Password      as said at the first start (npm run admin -- user password NAME sets another)')
  }
  process.stdout.write(`${lines.join('\n')}\n\n`)
}

/** Mistakes that a person must mend, each one sentence. */
const forPeople = [ConfigError, KeysUnusable, ListenFailed, StoreInUse, DataTooNew, DataUnknown]

main().catch((error: unknown) => {
  if (error instanceof ListenFailed)
    error.message += ': the port is in use, or this account may not open it. Set MADOGUCHI_PORT to another.'
  if (forPeople.some((kind) => error instanceof kind)) end(exitConfiguration, (error as Error).message)
  else if (error instanceof StorageUnavailable) end(exitTryAgain, withReason(error))
  else end(1, error instanceof Error ? String(error.stack) : String(error))
})

/** A full disk, or an input/output error: the cause says which. */
function withReason({ message, cause }: StorageUnavailable): string {
  const reason = cause instanceof Error ? cause.message : ''
  return message.includes(reason) ? message : `${message} ${reason}`
}

function end(code: number, words: string): void {
  process.stderr.write(`${words}\n`)
  process.exit(code)
}
