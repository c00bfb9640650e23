/**
 * From a socket to somebody: reads the first frame, redeems its ticket, welcomes, and notes who leaves. Before the
 * welcome nothing but a hello is understood.
 */
import { rulesOf } from '../acd/index.ts'
import type { Actor } from '../http/door.ts'
import { since } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { closeCodes, frameKinds, Malformed, protocolVersions, type ClientFrame } from '../protocol/index.ts'
import { readClientFrame } from '../protocol/scan.ts'
import type { Connection } from './connection.ts'
import type { Hub, HubEvents } from './hub.ts'
import type { Requests } from './requests.ts'
import { beatMs, leaseMs, type Rhythm } from './rhythm.ts'
import type { Work } from './work.ts'

/** Welcomes that may wait at once: about what a second of a slow machine can give. */
const arrivingMax = 500

interface GreeterParts {
  readonly hub: Hub
  readonly clock: Clock
  readonly log: Log
  readonly rhythm: Rhythm
  readonly redeem: (ticket: string, origin: string) => Actor | null
  readonly events?: HubEvents
}

export class Greeter {
  /** Who a connection turned out to be, from the redeemed ticket to its end. */
  readonly #known = new Map<Connection, Actor>()

  /** What to do when a connection waits no longer for its hello. */
  readonly #waiting = new Map<Connection, () => void>()

  /** Connections whose hello is taken and whose welcome waits for its tick. */
  readonly #arriving = new Set<Connection>()

  constructor(private readonly parts: GreeterParts) {}

  /** So many wait for their welcome that one more would wait too long, give up and come again: that would be work for nothing. */
  get crowded(): boolean {
    return this.#arriving.size >= arrivingMax
  }

  /** `passed` runs once, when the connection has said who it is or is gone. */
  expect(connection: Connection, passed: () => void): void {
    this.#waiting.set(connection, passed)
    this.parts.rhythm.expectHello(connection)
  }

  message(connection: Connection, bytes: Uint8Array, requests: Requests): void {
    if (!connection.open) return
    // Clients beat: whoever is proved no longer is noticed within a beat, and asked for a new proof by coming back.
    if (connection.until !== null && this.parts.clock.now() >= connection.until)
      return connection.close(closeCodes.ticketInvalid, 'identity over')
    let frame: ClientFrame
    try {
      frame = readClientFrame(bytes)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return connection.close(closeCodes.malformed, 'malformed')
    }
    if (connection.greeted) this.parts.rhythm.beaten(connection)
    else if (frame[0] !== frameKinds.hello) return connection.close(closeCodes.malformed, 'hello first')
    switch (frame[0]) {
      case frameKinds.hello:
        return this.#hello(connection, frame)
      case frameKinds.beat:
        this.parts.rhythm.checkPace(connection)
        return connection.hint([frameKinds.beaten, this.parts.clock.now()])
      case frameKinds.bye:
        return this.#bye(connection)
      case frameKinds.request:
        return requests.request(connection, frame)
      case frameKinds.hint:
        return requests.hint(connection, frame)
    }
  }

  /** Roles may be others from now on: whoever may do something else by theirs comes back, and is proved anew. */
  reprove(): void {
    const { audience, directory } = this.parts.hub
    for (const connection of [...audience.connections()]) {
      const { bearer } = connection
      if (bearer?.kind === 'agent' && !isSame(bearer.rights, directory.rightsOfAgent(bearer.agent)))
        connection.close(closeCodes.goingAway, 'rights changed')
    }
  }

  closed(connection: Connection): void {
    connection.open = false
    this.#passed(connection)
    this.parts.rhythm.gone(connection)
    this.#arriving.delete(connection)
    const actor = this.#known.get(connection)
    if (actor === undefined) return
    this.#known.delete(connection)
    if (this.parts.hub.audience.leave(connection, actor)) {
      if (connection.silent) this.parts.hub.left(actor)
      else this.parts.rhythm.blink(actor)
    }
    this.#counted()
  }

  #hello(
    connection: Connection,
    [, versions, ticket, logs, lists]: ClientFrame & { 0: typeof frameKinds.hello },
  ): void {
    const { hub, rhythm, redeem, clock } = this.parts
    if (connection.greeted) return connection.close(closeCodes.malformed, 'hello again')
    const version = protocolVersions.find((spoken) => versions.includes(spoken))
    if (version === undefined) return connection.close(closeCodes.versionUnsupported, 'no version in common')
    const bearer = redeem(ticket, connection.socket.peer.origin)
    // A ticket may be older than the role that its bearer has now.
    const actor = bearer && hub.directory.proved(bearer)
    if (actor === null) return connection.close(closeCodes.ticketInvalid, 'ticket')
    if (hub.erasures.hidesSession(actor.session)) return connection.close(closeCodes.signedOut, 'erased')
    const until = actor.kind === 'visitor' ? hub.identities.lineOf(actor.session) : null
    if (until === undefined) return connection.close(closeCodes.signedOut, 'ended')
    connection.until = until
    connection.bearer = actor
    this.#passed(connection)
    connection.claim(logs, lists)
    rhythm.greeted(connection)
    rhythm.unblink(actor)
    this.#known.set(connection, actor)
    hub.audience.join(connection, actor)
    this.#counted()
    const heardAt = clock.now()
    this.#arriving.add(connection)
    hub.submit(
      (work) => {
        // Gone again while the last tick was kept: there is nobody to bring up to date.
        if (!connection.open) return
        this.#arrive(work, actor)
        work.tick.afterwards((proof) => {
          this.#arriving.delete(connection)
          if (!connection.open) return
          connection.actor = actor
          connection.tell(proof, [frameKinds.welcome, version, hub.epoch, actor.session, clock.now(), beatMs, leaseMs])
          hub.audience.bringUpToDate(connection, actor, proof)
          this.parts.events?.resumed?.(since(heardAt, clock.now()))
        })
      },
      () => {
        this.#arriving.delete(connection)
        connection.close(closeCodes.goingAway, 'storage unavailable')
      },
    )
  }

  /** The floor learns that somebody is here, unless it knows. */
  #arrive(work: Work, actor: Actor): void {
    if (actor.kind === 'agent') {
      // Whoever serves nobody is on no floor: they look on.
      if (rulesOf(work.live.floor, actor.agent) !== undefined)
        work.command({ type: 'connectAgent', agent: actor.agent })
      return
    }
    const contact = work.live.openOf.get(actor.session)
    // The bot waits for nobody in person.
    if (contact !== undefined && !work.live.bots.has(contact)) work.command({ type: 'connectCustomer', contact })
  }

  #bye(connection: Connection): void {
    const actor = this.#known.get(connection)
    if (actor !== undefined) {
      this.#known.delete(connection)
      if (this.parts.hub.audience.leave(connection, actor)) this.parts.hub.left(actor)
    }
    connection.close(closeCodes.goingAway, 'bye')
    this.#counted()
  }

  #passed(connection: Connection): void {
    this.#waiting.get(connection)?.()
    this.#waiting.delete(connection)
  }

  #counted(): void {
    const { customers, agents } = this.parts.hub.audience.counts
    this.parts.events?.connections?.(customers, agents)
  }
}

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((right) => other.has(right))
