/**
 * A page's part in a call, as simulated people have it: joins when the call is ready, takes what it is offered, and joins anew
 * when the call lives elsewhere by then. As a browser does it, but for the sound.
 */
import { callDoor, type CallDoor, type CallNews, type HubClient } from '../client/index.ts'
import type { ContactId, LegId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { LegRequest } from '../ports/media-request.ts'

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] }
const voice = {
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111, parameters: { usedtx: 1 } }],
  encodings: [{ ssrc: 1 }],
  rtcp: { cname: 'voice' },
}

/** What did not work is tried again after this. */
const againMs = seconds(2)

type Answer = Readonly<Record<string, unknown>>

export class CallPage {
  /** The number of the engine's transport on which this page hears; null until it has joined. */
  receiver: number | null = null
  #instance = ''
  /** Counts joinings: what an earlier one still waits for comes to nothing. */
  #turn = 0
  readonly #door: CallDoor
  #closed = false

  constructor(
    client: HubClient,
    readonly contact: ContactId,
    readonly leg: LegId,
    private readonly clock: Pick<Clock, 'now' | 'after'>,
    private readonly hears: (number: number, contact: ContactId) => void,
  ) {
    this.#door = callDoor(client, contact, {
      now: () => clock.now(),
      after: (ms, act) => clock.after(seconds(ms / 1_000), act),
    })
    this.#door.onEvent((news) => this.#heard(news))
    this.#door.onBack(() => void this.#goOn())
    void this.#join()
  }

  /** How often it has joined, so that a page that stayed in can be told from one that came back. */
  get turn(): number {
    return this.#turn
  }

  close(): void {
    this.#closed = true
    this.#turn += 1
    this.#door.close()
  }

  #heard(news: CallNews): void {
    if (news.type === 'callReady' && news.instance !== this.#instance) void this.#join()
    else if (news.type === 'trackOffered') void this.#door.ask({ verb: 'resume', track: news.track })
    // Another window of the same person has the call.
    else if (news.type === 'moved') this.close()
  }

  /** The hub was away: the call may have gone on, or have been built elsewhere. */
  async #goOn(): Promise<void> {
    const turn = this.#turn
    const known = await this.#ask({ verb: 'capabilities' }, turn)
    if (known !== null && known.instance !== this.#instance) void this.#join()
  }

  async #join(): Promise<void> {
    if (this.#closed) return
    const turn = ++this.#turn
    this.receiver = null
    const known = await this.#ask({ verb: 'capabilities' }, turn)
    if (known === null) return
    this.#instance = known.instance as string
    const capabilities = known.capabilities as Answer
    const receiver = await this.#ask({ verb: 'open', direction: 'receive', capabilities }, turn)
    if (receiver === null) return
    this.receiver = (receiver.parameters as { number: number }).number
    this.hears(this.receiver, this.contact)
    const sender = await this.#ask({ verb: 'open', direction: 'send' }, turn)
    if (sender === null) return
    await this.#ask({ verb: 'connect', transport: sender.transport as string, parameters: dtls }, turn)
    await this.#ask({ verb: 'produce', source: 'microphone', parameters: voice }, turn)
  }

  /** Null where it failed and is tried again from the beginning, or where that has begun already. */
  async #ask(request: LegRequest, turn: number): Promise<Answer | null> {
    const told = await this.#door.ask(request)
    if (turn !== this.#turn) return null
    if (told.ok) return told.answer as Answer
    this.clock.after(againMs, () => {
      if (turn === this.#turn) void this.#join()
    })
    return null
  }
}

/** What a list shows of a call. */
interface Shown {
  readonly contact: ContactId
  readonly leg: LegId | null
  readonly phase: 'proposed' | 'running'
}

/** All calls that one screen takes part in. */
export class Phone {
  readonly #pages = new Map<ContactId, CallPage>()

  constructor(
    private readonly client: HubClient,
    private readonly clock: Pick<Clock, 'now' | 'after'>,
    /** Told of the number of each of the engine's transports on which this screen comes to hear. */
    private readonly hears: (number: number, contact: ContactId) => void,
  ) {}

  get pages(): Iterable<CallPage> {
    return this.#pages.values()
  }

  /** Joins what the person has a leg in by now, and hangs up where they have none any more. */
  look(calls: Iterable<Shown>): void {
    const legs = new Map<ContactId, LegId>()
    for (const { contact, leg, phase } of calls) if (leg !== null && phase === 'running') legs.set(contact, leg)
    for (const [contact, page] of this.#pages) {
      if (legs.get(contact) === page.leg) continue
      page.close()
      this.#pages.delete(contact)
    }
    for (const [contact, leg] of legs)
      if (!this.#pages.has(contact))
        this.#pages.set(contact, new CallPage(this.client, contact, leg, this.clock, this.hears))
  }

  /** The screen is gone. */
  close(): void {
    for (const page of this.#pages.values()) page.close()
    this.#pages.clear()
  }
}
