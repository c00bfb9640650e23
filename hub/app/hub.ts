/**
 * The hub without its engines: sockets and HTTP come in through `upgrade` and `door`, time, store, ids and log are
 * handed in. Production, simulator and tests run this same class over different adapters.
 */
import { nextDeadline, queueRecordOf } from '../acd/index.ts'
import type { Actor, HubDoor } from '../http/door.ts'
import type { AgentId } from '../model/ids.ts'
import { instant, seconds } from '../model/time.ts'
import { StorageUnavailable, type FlushToken } from '../ports/store.ts'
import type { Socket, SocketHandler } from '../ports/transport.ts'
import { closeCodes, frameKinds } from '../protocol/index.ts'
import { beginEpoch } from './beginning.ts'
import { CallLines } from './call-lines.ts'
import { callAbsent, callLost } from './absence.ts'
import { Audience } from './audience.ts'
import { recorded } from './audit.ts'
import { AuditReading } from './audit-reading.ts'
import { tellOfChain } from './audit-chain.ts'
import { Configuration } from './configuration/serving.ts'
import { Connection } from './connection.ts'
import { ContactFiles } from './contact-files.ts'
import { findCustomers } from './customer-search.ts'
import { Directory } from './directory.ts'
import { Erasures } from './erasure.ts'
import { explained } from './explanation.ts'
import { recordedExport, type RecordedExportParts } from './export.ts'
import { FlowOutside } from './flow-outside.ts'
import { Greeter } from './greeter.ts'
import { tellSeen, type HubOptions } from './hub-options.ts'
import { Live } from './live.ts'
import { Looks } from './looks.ts'
import { settleClocks, tellClocks } from './clocks.ts'
import type { Organisation } from './organisation.ts'
import { Outbox } from './outbox.ts'
import { People } from './people.ts'
import { Pushes } from './pushes.ts'
import { openSessions } from './open-sessions.ts'
import { noQuotas, Quotas, type QuotaName } from './quotas.ts'
import { Identities } from './identities.ts'
import { Reporting } from './reporting.ts'
import { Requests } from './requests.ts'
import { Retention } from './retention.ts'
import { earliest, nameOf, Rhythm } from './rhythm.ts'
import { noScorer, Scoring } from './scoring.ts'
import { siteNow } from './site-now.ts'
import { Tick, TickLoop } from './tick.ts'
import { Vitality } from './vitals.ts'
import { Work } from './work.ts'

export type { HubEvents, HubOptions } from './hub-options.ts'

export class Hub {
  readonly directory: Directory
  readonly audience: Audience
  readonly epoch: number
  readonly quotas: Quotas
  readonly flows: FlowOutside
  /** Replaced as a whole when the store lost a tick. */
  live: Live
  draining = false
  /** The end of a drain: nothing is taken in any more. */
  #deaf = false
  readonly #options: HubOptions
  readonly #loop: TickLoop
  readonly #rhythm: Rhythm
  readonly #greeter: Greeter
  readonly #requests: Requests
  readonly erasures: Erasures
  readonly #retention: Retention
  readonly callLines: CallLines | undefined
  readonly #pushes: Pushes | null
  readonly #scoring: Scoring
  /** Counts what happens, from `start` on. */
  readonly reporting: Reporting
  readonly configuration: Configuration | null
  /** Another configuration was kept with the tick that is about to be told. */
  #allChanged = false
  #work: Work | null = null
  readonly looks = new Looks()
  readonly #outbox = new Outbox()
  /** Hub time of the epoch's beginning. */
  #begunAt = instant(0)

  private constructor(options: HubOptions, directory: Directory, live: Live, epoch: number, proof: FlushToken) {
    this.#options = options
    this.directory = directory
    this.live = live
    this.epoch = epoch
    this.audience = new Audience(
      options.store,
      directory,
      () => this.live,
      epoch,
      () => this.reporting,
    )
    this.#loop = new TickLoop({
      store: options.store,
      clock: options.clock,
      log: options.log,
      proof,
      settle: (tick) => this.#settle(this.#workOf(tick)),
      told: (tick, told) => this.#told(tick, told),
      gather: (tell) => this.#outbox.gather(tell, () => options.passed?.('tick.telling')),
      rebuild: () => this.#rebuild(),
      fatal: options.fatal,
      passed: options.passed,
    })
    this.quotas = new Quotas(options.quotas ?? noQuotas, {
      clock: options.clock,
      live: () => this.live.files,
      refused: (limit) => this.refused(limit),
    })
    const submit = (run: (work: Work) => void, unkept?: () => void): void => this.submit(run, unkept)
    this.#rhythm = new Rhythm(options.clock, {
      deadline: () => earliest([nextDeadline(this.live.floor), this.live.bots.nextDue()]),
      storageDown: () => this.storageDown,
      submit,
      audience: this.audience,
      absent: (actor) => this.left(actor),
    })
    this.flows = new FlowOutside({
      ...options,
      directory,
      isHere: (session) => this.audience.isHere(session) || this.#rhythm.awaits(session),
      submit,
      typing: (contact) => this.#requests.botTypes(contact),
    })
    this.reporting = new Reporting({
      ...options,
      submit,
      offsetMs: (queue, at) =>
        queue === null || directory.queue(queue)?.calendar === undefined
          ? (options.localOffsetMs?.(at) ?? 0)
          : (queueRecordOf(this.live.floor, queue)?.wall.offsetMs ?? 0),
    })
    this.#greeter = new Greeter({ ...options, hub: this, rhythm: this.#rhythm })
    this.#requests = new Requests({ ...options, hub: this, loop: this.#loop })
    this.erasures = new Erasures({
      ...options,
      quotas: () => this.quotas,
      submit,
      removeFile: options.removeFile ?? (() => Promise.resolve()),
      endSession: (session) => {
        for (const connection of [...this.audience.customersOf(session)])
          connection.close(closeCodes.signedOut, 'erased')
      },
      forgetPast: () => this.audience.forgetPast(),
    })
    const { media, push } = options
    this.#scoring = new Scoring({
      scorer: options.scorer ?? noScorer,
      clock: options.clock,
      floor: () => this.live.floor,
      file: (contact) => this.live.file(contact),
      submit,
      seen: (queue, outcome, tookMs) => options.events?.scorer?.(queue, outcome, tookMs),
    })
    this.#pushes =
      push === undefined
        ? null
        : new Pushes({
            ...options,
            push,
            directory,
            live: () => this.live,
            isHere: (session) => this.audience.isHere(session),
            submit,
          })
    const retell = (): void => submit(() => (this.#allChanged = true))
    this.callLines = media && new CallLines({ ...options, media, directory, live: () => this.live, retell, submit })
    this.configuration =
      options.versioning === undefined
        ? null
        : new Configuration(
            {
              ...options,
              directory,
              live: () => this.live,
              tellClocks: (work) => tellClocks(work, options, directory),
              submit,
              allChanged: () => (this.#allChanged = true),
            },
            options.versioning,
          )
    this.#retention = new Retention({
      ...options,
      sites: () =>
        this.organisation.sites.flatMap(({ key, retentionDays }) =>
          retentionDays == null ? [] : [{ key, retentionDays }],
        ),
      auditRetentionDays: options.auditRetentionDays ?? 0,
      erasures: this.erasures,
      submit,
    })
  }

  /** Loads what is live, begins a new epoch and keeps it; the hub that resolves may be told to anyone. Rejects when the store refuses. */
  static async start(options: HubOptions): Promise<Hub> {
    const { store, clock } = options
    const directory = new Directory(options.organisation, new People(options.people), options.push?.publicKey ?? null)
    const live = Live.load(store, directory, options.sealing)
    options.passed?.('start.loaded')
    tellOfChain(store, options.log)
    const { tick, epoch, attachmentBytes } = beginEpoch(options, directory, live)
    const kept = store.commit(tick.changes)
    options.passed?.('start.issued')
    const proof = await kept
    options.passed?.('start.kept')
    const hub = new Hub(options, directory, live, epoch, proof)
    hub.#begunAt = tick.now
    hub.quotas.load(live.files.values(), attachmentBytes)
    hub.#rhythm.arm()
    await hub.erasures.finishAll()
    hub.#retention.start()
    hub.#pushes?.lookAtAll()
    hub.callLines?.begin(epoch)
    hub.flows.begin(new Work(new Tick(clock.now(), store), live))
    return hub
  }

  /** Accepts a socket; who it is comes with its first frame. `passed` runs once it has said so, or is gone. */
  accept(socket: Socket, passed: () => void = () => {}): SocketHandler {
    const connection = new Connection(socket, () => this.#rhythm.fellBehind(connection), this.#outbox)
    this.#greeter.expect(connection, passed)
    return {
      message: (bytes) => {
        if (!this.#deaf) this.#greeter.message(connection, bytes, this.#requests)
      },
      drain: () => this.#rhythm.checkPace(connection),
      closed: (code) => {
        this.#greeter.closed(connection)
        this.#options.events?.closed?.(code)
      },
    }
  }

  /** Takes a piece of work into the next tick. `unkept` runs instead when nothing of the tick could be kept. */
  submit(
    run: (work: Work) => void,
    unkept: (() => void) | undefined = undefined,
    broke: (() => void) | undefined = undefined,
  ): void {
    this.#loop.submit({
      run: (tick) => run(this.#workOf(tick)),
      unkept: () => unkept?.(),
      broke: () => (broke ?? unkept)?.(),
    })
  }

  /** What is served: as it is on the disk, also while the next is on its way there. */
  get organisation(): Organisation {
    return this.configuration?.organisation ?? this.directory.organisation
  }

  get storageDown(): boolean {
    return this.#loop.storageDown
  }

  /** Readers that are far behind at the moment, and are closed unless they catch up (P5). */
  get readersBehind(): number {
    return this.#rhythm.readersBehind
  }

  /** A limit has refused somebody: counted. */
  refused(limit: QuotaName): void {
    this.#options.events?.limit?.(limit)
  }

  /** Resolves when everything submitted so far is told. */
  idle(): Promise<void> {
    return this.#loop.idle()
  }

  /** P13: no new contacts, everybody is told to come back a little later, what is decided is kept. Resolves when done. */
  async drain(retry: { readonly minMs: number; readonly spreadMs: number }, random: () => number): Promise<void> {
    this.draining = true
    for (const connection of this.audience.connections())
      connection.hint([frameKinds.goaway, Math.round(retry.minMs + random() * retry.spreadMs)])
    this.#options.passed?.('drain.announced')
    await this.#loop.idle()
    // What comes from here on is asked again elsewhere; what was taken in until now is answered.
    this.#deaf = true
    await this.#loop.idle()
    this.#options.passed?.('drain.heard')
    for (const connection of [...this.audience.connections()]) connection.close(closeCodes.goingAway, 'draining')
    this.#options.passed?.('drain.closed')
    await this.#loop.idle()
    this.stop()
  }

  /** Stops deciding at once: what is not kept has not happened. */
  stop(): void {
    this.#loop.stop()
    this.#rhythm.stop()
    this.#retention.stop()
    this.reporting.stop()
    this.#pushes?.stop()
  }

  readonly #files = new ContactFiles(
    () => ({
      ...this.#options,
      live: this.live,
      quotas: this.quotas,
      looks: this.looks,
      erasures: this.erasures,
    }),
    (change) => this.#write(change),
  )

  readonly identities = new Identities(() => ({
    ...this.#options,
    write: (change) => this.#write(change),
    linesOf: (session) => this.audience.customersOf(session),
    endSession: (session) => this.door.endSession(session),
  }))

  /** What HTTP and sign-in may ask. */
  readonly door: HubDoor = this.#makeDoor()

  #makeDoor(): HubDoor {
    const hub = this
    const vitality = new Vitality()
    return {
      audit: new AuditReading(() => ({ ...hub.#options, write: (change) => hub.#write(change) })),
      vitals: () => vitality.now(hub.#options.store, hub.#begunAt, hub),
      ...hub.#files.door,
      write: (changes, deeds = []) =>
        hub.#write((work) => work.tick.put(...changes, ...recorded(work.tick, work.now, deeds))),
      get configuration() {
        return hub.configuration?.door ?? null
      },
      siteNow: ({ key }) => siteNow(hub, key),
      newcomerRefusal: (actor) => hub.#newcomerRefusal(actor),
      ...hub.identities.door,
      ...openSessions(() => hub.audience.connections()),
      personChanged: (agent) => hub.#personChanged(agent),
      eraseCustomer: (customer, by) => hub.erasures.person(customer, by),
      eraseContact: (contact, by) => hub.erasures.contact(contact, by),
      sessionsOver: (sessions) => hub.erasures.answers(sessions),
      findCustomers: (text) => findCustomers({ ...hub.#options, live: hub.live, erasures: hub.erasures }, text),
      exportCustomer: (customer, by) => recordedExport(hub.#exportParts(), customer, by),
      botSays: (contact, said) => hub.flows.says(contact, said),
      whyContact: (contact) => explained((change) => hub.#write(change), hub.directory, contact),
      get draining() {
        return hub.draining
      },
      get crowded() {
        return hub.#greeter.crowded
      },
      get storageDown() {
        return hub.storageDown
      },
    }
  }

  #write(change: (work: Work) => void): Promise<FlushToken> {
    return new Promise((resolve, reject) => {
      const refuse = (): void => reject(new StorageUnavailable('nothing can be kept at the moment'))
      this.submit((work) => {
        change(work)
        work.tick.afterwards(resolve)
      }, refuse)
    })
  }

  #newcomerRefusal(actor: Actor): { readonly code: 'hub.full'; readonly retryAfterMs: number | null } | null {
    if (actor.kind === 'agent' || this.live.openOf.has(actor.session)) return null
    return this.quotas.newcomerRefusal()
  }

  #exportParts(): RecordedExportParts {
    const record: RecordedExportParts['record'] = (deed) => this.door.write([], [deed])
    return { ...this.#options, erasures: this.erasures, record, live: (contact) => this.live.file(contact) }
  }

  #personChanged(agent: AgentId): void {
    this.directory.people.reload()
    this.submit(
      (work) => {
        work.command({ type: 'configure', ...this.directory.rules() })
        work.agents.add(agent)
        this.#rhythm.floorChanged()
      },
      () => this.#options.clock.after(seconds(1), () => this.#personChanged(agent)),
    )
  }

  /** An actor's last connection is gone for good: said so, or did not come back. */
  left(actor: Actor): void {
    this.submit(
      (work) => {
        if (!this.audience.isHere(nameOf(actor))) callLost(work, actor)
      },
      // Some day it must be known: asked again after another blink.
      () => this.audience.isHere(nameOf(actor)) || this.#rhythm.blink(actor),
      () => {},
    )
  }

  #settle(work: Work): void {
    this.flows.bot.pass(work)
    if (this.storageDown) callAbsent(work, (name) => this.audience.isHere(name) || this.#rhythm.awaits(name))
    settleClocks(work, this.#options, this.directory)
    this.audience.settle(work)
  }

  #workOf(tick: Tick): Work {
    if (this.#work === null || this.#work.tick !== tick) this.#work = new Work(tick, this.live)
    return this.#work
  }

  #told(tick: Tick, proof: FlushToken): void {
    const work = this.#workOf(tick)
    this.#work = null
    this.quotas.told()
    tellSeen(work, this.#options.events)
    this.audience.publish(work, proof)
    this.callLines?.look(work)
    this.flows.look(work)
    this.#pushes?.look(work.contacts)
    this.#scoring.look(work.contacts)
    this.#options.events?.tick?.(tick.changes.length, this.#options.clock.now() - tick.now)
    if (work.events.length > 0) this.#rhythm.floorChanged()
    this.#rhythm.refresh(proof)
    if (this.#allChanged) this.#greeter.reprove()
    if (this.#allChanged) this.audience.refreshAll(proof)
    this.#allChanged = false
    this.#rhythm.arm()
  }

  async #rebuild(): Promise<void> {
    this.quotas.unkept()
    this.#options.passed?.('rebuild.refused')
    await this.#options.store.recover()
    this.#options.passed?.('rebuild.recovered')
    this.configuration?.unkept()
    const { live } = this
    this.#work = null
    const within = { offersMade: live.floor.offersMade, begunAt: this.#begunAt }
    this.live = Live.load(this.#options.store, this.directory, this.#options.sealing, within)
    this.live.takeMarks(live)
    this.#pushes?.lookAtAll()
    this.#options.passed?.('rebuild.read')
  }
}
