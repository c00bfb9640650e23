/**
 * Visitors whom the company's own server names, loaded when the page says so or has said so before: proves it at every
 * connect, anew before it is over, and tells the page when nobody gives a proof any more. Another customer, or none, means
 * another session: `session.anew` forgets what the browser has of the former.
 */
import { TicketRefused } from '#client'
import type { Identity, TicketAnswer } from './controllers/identity.ts'
import type { Session } from './controllers/session.ts'
import { keep, type Kept } from './controllers/storage.ts'
import { EarlierAside } from './earlier/aside.ts'
import type { IdentityGiven, WidgetHost } from './host.ts'

/** Before its end a proof is replaced by the next. */
const aheadMs = 60_000
/** So long a page may take to say who is there, before they are somebody unknown. */
const patienceMs = 15_000
const lookEveryMs = 1_000
/** After a function that gave nothing, or nothing good. */
const askAgainMs = 10_000

/** What a page is told, as the message of an Error. */
const problemOf = (code: string | undefined): string => (code?.startsWith('identity.') ? code : 'unavailable')

export class Signed {
  /** Until when it is proved, hub time; null while it is not. */
  #until: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #isTold = false
  #isClosed = false
  /** The token that this session is of. */
  #own: string | null

  constructor(
    private readonly host: WidgetHost,
    private readonly session: Session,
    private readonly identity: Identity,
  ) {
    this.#own = identity.token
    session.aside = new EarlierAside(host, session)
  }

  /** A ticket for whoever the page says is there. */
  async ticket(): Promise<string> {
    const { host, identity } = this
    if (!host.identity) {
      const answer = await this.#ask()
      if (answer.code !== 'identity.expired') return this.#take(answer)
      return this.#waited()
    }
    // A token first, so that what is asked twice, since an answer was lost, is asked by the same visitor.
    if (!identity.token) identity.adopt(await this.#ask())
    const answer = await this.#named(host.identity)
    if (!answer.code) return this.#take(answer)
    this.#tell()
    throw new TicketRefused(true)
  }

  /** Says anew who is there, over a line that stays as it is. Rejects with a code. */
  async prove(): Promise<void> {
    const { host, identity, session } = this
    if (!host.identity || !identity.token) return
    const answer = await this.#named(host.identity).catch(() => ({ code: 'unavailable' }) as TicketAnswer)
    if (answer.code) {
      if (answer.code !== 'unavailable') this.#tell()
      throw new Error(problemOf(answer.code))
    }
    this.#noted(answer)
    // Stopped, since nobody could be named: a line that is there goes on.
    session.connect()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  /** A token that was used, or is over, is replaced once by a function that can make another. */
  async #named(given: NonNullable<IdentityGiven>): Promise<TicketAnswer> {
    const { siteKey: site } = this.session
    // Unless somebody unknown has begun a contact meanwhile, which is theirs from now on.
    const former = keep(site, 'open') ? null : keep(site, 'before')
    if (former) keep(site, 'token', former)
    keep(site, 'before', null)
    const asked = async (): Promise<TicketAnswer> =>
      this.#ask({ identity: typeof given === 'string' ? given : await given() })
    const answer = await asked()
    return answer.code?.startsWith('identity.') && typeof given === 'function' ? asked() : answer
  }

  /** The page has not said yet who is there, as pages do that load: or it never will. */
  async #waited(): Promise<string> {
    const { host, identity, session } = this
    this.#tell()
    for (const end = Date.now() + patienceMs; Date.now() < end && !this.#isClosed;) {
      if (host.identity) return this.ticket()
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs / 5))
    }
    if (this.#isClosed) throw new TicketRefused(false)
    // Kept aside: it is worth nothing without a proof of the same customer, and goes on with one.
    keep(session.siteKey, 'named', null)
    keep(session.siteKey, 'before', identity.token)
    keep(session.siteKey, 'token', null)
    other(host, session)
    throw new TicketRefused(false)
  }

  #take(answer: TicketAnswer): string {
    if (this.#noted(answer)) return answer.ticket
    // Another customer's line begins with nothing of this one's.
    throw new TicketRefused(false)
  }

  /** False when it is another visitor from here on. */
  #noted(answer: TicketAnswer): boolean {
    const { identity, host, session } = this
    identity.adopt(answer)
    const { identityUntil } = answer
    keep(session.siteKey, 'named', identityUntil ? '1' : null)
    this.#own ??= answer.token
    const isOther = this.#own !== answer.token
    if (isOther) other(host, session)
    if (identityUntil && (!this.#until || isOther)) host.emit('identity', { identified: true, cleared: isOther })
    this.#until = identityUntil
    this.#isTold = false
    if (!isOther) this.#watch()
    return !isOther
  }

  /** With a code where it names nobody. Throws `TicketRefused` for what is no matter of names. */
  async #ask(more?: object): Promise<TicketAnswer> {
    const answer = await this.identity.ask(more)
    if (answer.ok || answer.status === 401) return answer.json() as Promise<TicketAnswer>
    throw new TicketRefused(answer.status === 403)
  }

  #watch(atLeastMs = lookEveryMs): void {
    clearTimeout(this.#timer)
    if (this.#until === null || this.#isClosed) return
    const { client } = this.session
    // Before the first welcome the hub's time is not known.
    const left = client.state.kind === 'online' ? this.#until - client.hubNow() : Infinity
    const wait = left === Infinity ? lookEveryMs : Math.max(atLeastMs, left - (this.#renews ? aheadMs : 0))
    this.#timer = setTimeout(() => void this.#look(), Math.min(wait, 2 ** 31 - 1))
  }

  async #look(): Promise<void> {
    const { client } = this.session
    const left = (): number =>
      client.state.kind === 'online' && this.#until !== null ? this.#until - client.hubNow() : Infinity
    if (this.#renews && left() <= aheadMs) await this.prove().catch(() => {})
    if (left() <= 0) this.#tell()
    if (this.#renews || left() > 0) this.#watch(left() <= aheadMs ? askAgainMs : lookEveryMs)
  }

  /** Whether the page can give the next proof by itself. */
  get #renews(): boolean {
    return typeof this.host.identity === 'function'
  }

  #tell(): void {
    if (!this.#isTold) this.host.emit('identity-expired')
    this.#isTold = true
  }
}

/** The one of this session. */
export const signedOf = (session: Session): Signed =>
  (session.identity.signed ??= new Signed(session.host, session, session.identity))

/** Proves who is there now, if there is a line to tell it over; else it is told when there is one. Rejects with a code. */
export async function identify(session: Session): Promise<void> {
  if (session.client.state.kind !== 'idle') await (await session.identity.named())?.prove()
}

/** Ends the visitor's session on the hub and forgets them here. Resolves also when the hub is not reached. */
export async function logout(host: WidgetHost, session: Session): Promise<void> {
  const { identity, siteKey } = session
  const token = keep(siteKey, 'token') ?? identity.token
  if (token) await identity.post('api/visitor/end', { site: siteKey, token }).catch(() => {})
  for (const what of ['token', 'named', 'before'] satisfies Kept[]) keep(siteKey, what, null)
  forgetPlaces(siteKey)
  other(host, session)
}

/** It is another visitor from here on, or nobody that is known: nothing that is kept of the one before stays. */
export function other(host: WidgetHost, session: Session): void {
  for (const what of ['open', 'draft', 'shown', 'outbox', 'call', 'form', 'rated'] satisfies Kept[])
    keep(session.siteKey, what, null)
  host.emit('identity', { identified: false, cleared: true })
  session.anew()
}

/** Whatever else of this site is kept, but for what invitations count. */
function forgetPlaces(site: string): void {
  try {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage))
        if (key.startsWith(`madoguchi:${site}:`) && !/:(seen\w*|panel)$/.test(key)) storage.removeItem(key)
  } catch {
    // A page that forbids storage has nothing kept there.
  }
}
