/** For tests of calls: a hub in memory with a media process in memory, pages that join as browsers do, and whom they hear. */
import { FakeMedia } from '../../media/fake-media.ts'
import { contactOf } from '../acd/index.ts'
import type { ContactId, LegId } from '../model/ids.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import type { LegRequest } from '../ports/media-request.ts'
import { hints } from '../protocol/index.ts'
import type { HubEvents } from './hub-options.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, visitor } from './testing.ts'

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
export const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] }
export const voice = (ssrc: number): object => ({
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111, parameters: { usedtx: 1 } }],
  encodings: [{ ssrc }],
  rtcp: { cname: 'voice' },
})

/** Of the counter that was opened last. */
export let media!: FakeMedia

/** A counter whose calls can be carried. */
export async function open(events: HubEvents = {}): Promise<Counter> {
  const counter = await Counter.open({
    events,
    media: (clock) => {
      media = new FakeMedia(clock)
      media.start()
      return media
    },
  })
  await counter.until(() => counter.hub.directory.carriesCalls)
  await counter.pass(50)
  return counter
}

/** What a page does in a call, and whom it hears. */
export class Ear {
  readonly news: (MediaEvent | { readonly type: 'moved' })[] = []
  readonly #answers = new Map<number, { ok: boolean; answer?: never; code?: string }>()
  readonly #tracks = new Map<string, LegId | null>()
  #read = 0
  #n = 0

  constructor(
    private readonly counter: Counter,
    readonly page: Page,
    private readonly contact: ContactId,
  ) {}

  async ask(request: LegRequest): Promise<{ ok: boolean; answer?: never; code?: string }> {
    const n = this.#n++
    this.page.hint('call.ask', { contact: this.contact, n, request: JSON.stringify(request) })
    await this.counter.until(() => (this.#listen(), this.#answers.has(n)))
    return this.#answers.get(n)!
  }

  async join(ssrc: number): Promise<void> {
    await this.ready()
    const { capabilities } = await this.#done({ verb: 'capabilities' })
    await this.#done({ verb: 'open', direction: 'receive', capabilities: capabilities as never })
    const { transport } = await this.#done({ verb: 'open', direction: 'send' })
    await this.#done({ verb: 'connect', transport: transport as string, parameters: dtls })
    await this.#done({ verb: 'produce', source: 'microphone', parameters: voice(ssrc) as never })
  }

  async ready(): Promise<void> {
    for (;;) {
      const { code } = await this.ask({ verb: 'capabilities' })
      if (code !== 'call.waiting') return
      await this.counter.pass(20)
    }
  }

  async #done(request: LegRequest): Promise<Record<string, unknown>> {
    const { ok, answer, code } = await this.ask(request)
    if (!ok) throw new Error(`${request.verb}: ${code}`)
    return answer as never
  }

  /** Names of those heard, by the legs that lists show; `music` for music. */
  heard(): string[] {
    this.#listen()
    const parties = [...this.page.items('desk', 'call'), ...this.page.items('visit', 'call')].flatMap((c) => c.parties)
    const nameOf = (leg: LegId | null): string =>
      leg === null ? 'music' : (parties.find((party) => party.leg === leg)?.role ?? 'somebody')
    return [...this.#tracks.values()].map(nameOf).sort()
  }

  #listen(): void {
    const told = this.page.of('hinted').slice(this.#read)
    this.#read += told.length
    for (const [, verb, wire] of told) {
      if (verb !== 'call.told') continue
      const { contact, n, body } = hints['call.told'].read(wire)
      if (contact !== this.contact) continue
      if (n !== null) this.#answers.set(n, JSON.parse(body) as never)
      else this.#happened(JSON.parse(body) as MediaEvent)
    }
  }

  #happened(event: MediaEvent): void {
    this.news.push(event)
    if (event.type === 'trackOffered') this.#tracks.set(event.track, event.from)
    if (event.type === 'trackEnded') this.#tracks.delete(event.track)
    if (event.type === 'tracksKept')
      for (const track of this.#tracks.keys()) if (!event.tracks.includes(track)) this.#tracks.delete(track)
  }
}

/** The only call that this page is shown. */
export const call = (page: Page) => page.item('desk', 'call') ?? page.item('visit', 'call')
export const channelOf = (counter: Counter, contact: ContactId) => contactOf(counter.hub.live.floor, contact)?.channel
export const kindsOf = (page: Page, contact: ContactId): string[] =>
  page.entries(contact).flatMap(({ entry }) => (entry.kind.startsWith('call') ? [entry.kind] : []))

/** A customer who calls, and waits. */
export async function calling(counter: Counter, mediaWanted: 'audio' | 'video' = 'audio') {
  const customer = await counter.page(visitor())
  const { contact } = await customer.ask('contact.call', { ...firstWords, text: '', media: mediaWanted })
  await counter.pass(50)
  return { customer, contact, carl: new Ear(counter, customer, contact) }
}

/** A call that an agent has taken; both have joined. */
export async function talking(counter: Counter) {
  const agent = await counter.arrive()
  const begun = await calling(counter)
  await counter.accept(agent)
  const ann = new Ear(counter, agent, begun.contact)
  await begun.carl.join(1_001)
  await ann.join(1_002)
  await counter.until(() => begun.carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
  return { ...begun, agent, ann }
}
