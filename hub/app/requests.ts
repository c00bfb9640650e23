/**
 * Requests and hints of a welcomed connection: checked against their shape and against who may ask, done once however
 * often they arrive, answered after the flush.
 */
import type { Actor } from '../http/door.ts'
import { authorize, mayAsk, objectOf, type Verdict } from '../auth/authorize.ts'
import { contactOf } from '../acd/index.ts'
import type { ContactId, SessionId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import { neighbour, RateLimit } from '../model/rate-limit.ts'
import type { Clock } from '../ports/clock.ts'
import type { IdSource } from '../ports/ids.ts'
import type { Log } from '../ports/log.ts'
import type { Outside } from '../ports/outside.ts'
import type { Push } from '../ports/push.ts'
import {
  closeCodes,
  frameKinds,
  hintShape,
  Malformed,
  Refused,
  requestShapes,
  type ClientFrame,
  type HintBody,
  type RefusalCode,
  type Verb,
  type Wire,
} from '../protocol/index.ts'
import type { Connection } from './connection.ts'
import { doneBefore, noteDone } from './done-before.ts'
import type { Handler, RequestContext } from './handlers/context.ts'
import { lateVerbs, type LateVerb } from './handlers/context.ts'
import { lateHandlers, type LateHandler } from './handlers/finding.ts'
import { handlers, readingVerbs } from './handlers/index.ts'
import { Lane } from './lane.ts'
import type { SearchSight } from './searching.ts'
import { standingTo, type RelationSight } from './relations.ts'
import type { Hub, HubEvents } from './hub.ts'
import { Tick, type TickLoop } from './tick.ts'
import { turnsMax } from './turns.ts'
import { Work } from './work.ts'

/** So many at once when none was sent before, and so many more with every second. */
export interface RequestRate {
  readonly perSecond: number
  readonly burst: number
}

interface RequestParts {
  readonly hub: Hub
  readonly loop: TickLoop
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly requestRate: RequestRate
  readonly events?: HubEvents
  readonly push?: Push
  readonly outside?: Outside
}

type RequestFrame = ClientFrame & { 0: typeof frameKinds.request }
type HintFrame = ClientFrame & { 0: typeof frameKinds.hint }

/** A request that has its shape and whose sender may ask it. */
interface Admitted {
  readonly connection: Connection
  readonly actor: Actor
  readonly requestId: string
  readonly verb: Verb
  readonly body: unknown
  readonly wireBody: Wire
}

/** Sessions whose requests are counted at a time; who asked longest ago is forgotten first. */
const sessionsMax = 200_000

const isLate = (verb: Verb): verb is LateVerb => (lateVerbs as readonly Verb[]).includes(verb)
const notKept = 'storage.unavailable'

export class Requests {
  /** By session, so that who opens more connections may send no more. */
  readonly #permits: RateLimit
  readonly #lane: Lane

  constructor(private readonly parts: RequestParts) {
    const { perSecond, burst } = parts.requestRate
    this.#lane = new Lane(parts.clock)
    this.#permits = new RateLimit(parts.clock, burst, sessionsMax, (burst / perSecond) * seconds(1))
  }

  request(connection: Connection, [, requestId, verb, wireBody]: RequestFrame): void {
    const { loop, hub, clock } = this.parts
    const actor = connection.actor
    if (actor === null) return connection.close(closeCodes.malformed, 'request before welcome')
    const putOff = connection.turns.take(requestId, clock.now())
    if (!this.#permits.take(actor.session)) {
      hub.refused('requestsPerMinutePerSession')
      return this.#refuse(connection, requestId, verb, 'request.tooMany', this.#permits.waitOf(actor.session))
    }
    const shapes = requestShapes(verb)
    if (shapes === undefined) return this.#refuse(connection, requestId, 'unknown', 'request.unknown')
    if (!mayAsk(actor, verb)) return this.#refuse(connection, requestId, verb, 'request.forbidden')
    let body: unknown
    try {
      body = shapes.body.read(wireBody)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return this.#refuse(connection, requestId, verb, 'request.malformed')
    }
    const admitted: Admitted = { connection, actor, requestId, verb: verb as Verb, body, wireBody }
    if (readingVerbs.has(admitted.verb) && loop.storageDown) return void this.#readNow(admitted)
    if (putOff !== null) return this.#refuse(connection, requestId, verb, putOff)
    // Before the tick, in the order of asking: a later message must not be done before one that is put off.
    const waitMs = verb === 'message.send' ? hub.quotas.messageWaitMs(actor.session) : 0
    if (waitMs > 0) return this.#refuse(connection, requestId, verb, 'request.tooMany', waitMs)
    const unkept = (): void => this.#refuse(connection, requestId, verb, notKept)
    const broke = (): void => connection.close(closeCodes.malformed, 'request broke')
    if (isLate(admitted.verb)) return void this.#find(admitted, unkept, broke)
    hub.submit((work) => this.#carryOut(work, admitted), unkept, broke)
  }

  /** Looked for between ticks, and answered by one: what it tells is on the disk then, and nobody has erased it. */
  async #find(request: Admitted, unkept: () => void, broke: () => void): Promise<void> {
    const { hub, loop, clock, log, outside } = this.parts
    const begun = hub.live
    const sight = (): SearchSight => ({ live: hub.live, store: loop.store, now: clock.now() })
    const handler = lateHandlers[request.verb as LateVerb] as LateHandler<LateVerb>
    try {
      const { actor } = request
      const answer = await handler({ actor, lane: this.#lane, outside: outside ?? null, sight }, request.body as never)
      // What was read then may be what the disk has refused.
      if (hub.live !== begun) return unkept()
      const made = (work: Work): void => {
        if (hub.erasures.hidesSession(actor.session)) return
        const reply = answer(this.#contextOf(work, request))
        this.#answerAfterwards(work, request, requestShapes(request.verb)!.reply.pack(reply))
      }
      hub.submit(made, unkept, broke)
    } catch (error) {
      log.error({ error: String(error) }, 'a search broke')
      broke()
    }
  }

  hint(connection: Connection, [, verb, wireBody]: HintFrame): void {
    const actor = connection.actor
    const shape = hintShape(verb)
    if (actor === null || shape === undefined || !mayAsk(actor, verb)) return
    if (!this.#permits.take(actor.session)) return
    let body: unknown
    try {
      body = shape.read(wireBody)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return connection.close(closeCodes.malformed, 'malformed hint')
    }
    const { hub, loop, clock } = this.parts
    // Whoever has no leg in a call is told so, of any contact alike (call-lines.ts).
    const mayName = this.#verdict({ live: hub.live, store: loop.store, now: clock.now() }, actor, verb, body) === 'may'
    if (!mayName && verb !== 'call.ask') return
    if (verb === 'message.typing') this.#typing(actor, body as HintBody<'message.typing'>)
    else if (verb === 'call.ask') void this.parts.hub.callLines?.ask(connection, actor, body as HintBody<'call.ask'>)
    else if (verb === 'message.mark') this.#mark(actor, body as HintBody<'message.mark'>)
  }

  #carryOut(work: Work, request: Admitted): void {
    const { verb, actor } = request
    // They are being erased: what they asked before they were told must leave nothing behind.
    if (this.parts.hub.erasures.hidesSession(actor.session)) return
    const done = readingVerbs.has(verb) ? null : doneBefore(work, request)
    if (done === 'otherwise') return this.#refuseAfterwards(work, request, 'request.idReused')
    if (done !== null) return this.#answerAfterwards(work, request, done.reply)
    let reply: Wire
    try {
      const verdict = this.#verdict({ live: work.live, store: work.tick, now: work.now }, actor, verb, request.body)
      if (verdict !== 'may') throw new Refused(verdict === 'gone' ? 'contact.gone' : 'request.forbidden')
      reply = this.#handle(work, request)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return this.#refuseAfterwards(work, request, error.code, error.retryAfterMs)
    }
    if (!readingVerbs.has(verb)) noteDone(work, request, reply)
    this.#answerAfterwards(work, request, reply)
  }

  /** Whether this actor may do this to the contact that they name. */
  #verdict(sight: RelationSight, actor: Actor, verb: string, body: unknown): Verdict {
    const named = objectOf(verb) === 'contact' ? (body as { readonly contact: ContactId }).contact : null
    return authorize(actor, verb, named === null ? () => false : standingTo(sight, actor, named))
  }

  #handle(work: Work, request: Admitted): Wire {
    const handler = handlers[request.verb as Exclude<Verb, LateVerb>] as Handler<Verb>
    return requestShapes(request.verb)!.reply.pack(handler(this.#contextOf(work, request), request.body as never))
  }

  #contextOf(work: Work, { connection, actor, requestId }: Admitted): RequestContext {
    const { hub, ids, push } = this.parts
    return {
      actor,
      work,
      requestId,
      directory: hub.directory,
      audience: hub.audience,
      ids,
      looks: hub.looks,
      draining: hub.draining,
      quotas: hub.quotas,
      bot: hub.flows.bot,
      reporting: hub.reporting,
      push: push ?? null,
      configure: (wish, by) => (hub.configuration?.changeAgent(work, wish, by) ?? null) !== null,
      watch: (contact, on, proof) => hub.audience.watch(connection, contact, on, proof),
      from: neighbour(connection.socket.peer.address),
    }
  }

  /** Reading goes on while nothing can be kept: outside of any tick, from what is on the disk once no try is under way. */
  async #readNow(request: Admitted): Promise<void> {
    const { hub, loop, clock, log } = this.parts
    await loop.idle()
    try {
      const tick = new Tick(clock.now(), loop.store)
      this.#carryOut(new Work(tick, hub.live), request)
      // A look that must be recorded cannot be had while nothing can be.
      if (tick.changes.length > 0) return this.#refuse(request.connection, request.requestId, request.verb, notKept)
      tick.release(loop.proof)
    } catch (error) {
      log.error({ error: String(error) }, 'a request broke that only reads')
      request.connection.close(closeCodes.malformed, 'request broke')
    }
  }

  #answerAfterwards(work: Work, { connection, requestId, verb }: Admitted, reply: Wire): void {
    work.tick.afterwards((proof) => {
      this.parts.events?.request?.(verb, 'done')
      connection.turns.done(requestId)
      connection.tell(proof, [frameKinds.reply, requestId, reply])
    })
  }

  #refuseAfterwards(
    work: Work,
    { connection, requestId, verb }: Admitted,
    code: RefusalCode,
    retryAfterMs: number | null = null,
  ): void {
    work.tick.afterwards(() => this.#refuse(connection, requestId, verb, code, retryAfterMs))
  }

  #refuse(
    connection: Connection,
    requestId: string,
    verb: string,
    code: RefusalCode,
    retryAfterMs: number | null = null,
  ): void {
    this.parts.events?.request?.(verb, code)
    connection.turns.refused(requestId, code, this.parts.clock.now())
    connection.hint(
      retryAfterMs === null
        ? [frameKinds.refusal, requestId, code]
        : [frameKinds.refusal, requestId, code, retryAfterMs],
    )
    if (connection.turns.size > turnsMax) connection.close(closeCodes.tooMany, 'too much put off')
  }

  /** To the other side of the talk, at once and never kept. */
  #typing(actor: Actor, body: HintBody<'message.typing'>): void {
    const { hub } = this.parts
    const session = this.#talkOf(actor, body.contact)
    if (session === null) return
    const state = contactOf(hub.live.floor, body.contact)?.state
    const others =
      actor.kind === 'agent'
        ? hub.audience.customersOf(session)
        : state !== undefined && 'agent' in state && state.phase === 'active'
          ? hub.audience.windowsOf(state.agent)
          : []
    const wire = hintShape('message.typing')!.pack(body)
    for (const connection of others)
      if (connection.actor !== null) connection.hint([frameKinds.hinted, 'message.typing', wire])
  }

  /** Somebody is at work on the bot's next words. */
  botTypes(contact: ContactId): void {
    const { audience, live } = this.parts.hub
    const session = live.file(contact)?.session
    const wire = hintShape('message.typing')!.pack({ contact, on: true })
    for (const connection of session === undefined ? [] : audience.customersOf(session))
      if (connection.actor !== null) connection.hint([frameKinds.hinted, 'message.typing', wire])
  }

  /** Marks are kept with the contact's row when that is written next; a client says them again after every welcome. */
  #mark(actor: Actor, { contact, received, read }: HintBody<'message.mark'>): void {
    const { hub } = this.parts
    hub.submit((work) => {
      const file = work.live.file(contact)
      if (file === undefined || this.#talkOf(actor, contact) === null) return
      const receivedTo = Math.min(Math.max(received, read), file.head)
      const readTo = Math.min(read, file.head)
      if (actor.kind === 'agent') {
        file.agentReceived = Math.max(file.agentReceived, receivedTo)
        file.agentRead = Math.max(file.agentRead, readTo)
      } else {
        file.customerReceived = Math.max(file.customerReceived, receivedTo)
        file.customerRead = Math.max(file.customerRead, readTo)
      }
      work.spoken.add(contact)
      work.live.following.behind(contact, work.now, 0)
    })
  }

  /** The customer's session of a talk that this actor takes part in, or null. */
  #talkOf(actor: Actor, contact: ContactId): SessionId | null {
    const { live } = this.parts.hub
    const file = live.file(contact)
    const state = contactOf(live.floor, contact)?.state
    if (file === undefined) return null
    if (actor.kind === 'visitor') return file.session === actor.session ? file.session : null
    return state !== undefined && 'agent' in state && state.agent === actor.agent ? file.session : null
  }
}
