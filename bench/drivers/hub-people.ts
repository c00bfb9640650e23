/** Agents and visitors of a hub that is measured: pairs of them in a talk, and crowds of visitors who wait. */
import { frameKinds, type HubFrame } from '#protocol'
import { until } from '../../hub/attack/waiting.ts'
import type { ContactId, OfferId } from '../../hub/model/ids.ts'
import { Beating } from './beating.ts'
import { agentLogin, agentPassword, type BenchHub } from './bench-hub.ts'
import type { Dialect } from './dialect.ts'
import { hubBeat } from './hub-dialect.ts'
import { HubPage } from './hub-page.ts'
import { HubVisitor } from './hub-visitor.ts'
import { LeanHttp, type Answer } from './lean-http.ts'
import { Pairs } from './pairs.ts'

/** The hub lets so many passwords wait. */
const signInsAtOnce = 20
const arrivingAtOnce = 64
const answeredMs = 60_000

export class HubPeople {
  readonly #http: LeanHttp
  readonly #beating = new Beating(hubBeat)

  constructor(private readonly hub: BenchHub) {
    this.#http = new LeanHttp(hub.port, arrivingAtOnce)
  }

  /** As many talks as the hub's agents can hold, each of a visitor of their own and an agent; `dialectOf` is given their contacts. */
  async pairs(dialectOf: (contacts: readonly ContactId[]) => Dialect): Promise<Pairs> {
    const { agents, chatsEach } = this.hub
    const agentOf = new Map<ContactId, HubPage>()
    await inParallel(agents, signInsAtOnce, async (number) => {
      const page = await this.#agent(number, (contact) => agentOf.set(contact, page))
    })
    const visitors = await this.visitors(0, agents * chatsEach)
    await until(() => agentOf.size === visitors.length, answeredMs)
    return new Pairs(
      dialectOf(visitors.map(({ contact }) => contact)),
      visitors.map(({ page, contact }) => ({ sender: page.socket, receiver: agentOf.get(contact)!.socket })),
    )
  }

  /** So many visitors, with numbers from `first`, each with a contact. */
  visitors(first: number, count: number): Promise<HubVisitor[]> {
    return inParallel(count, arrivingAtOnce, async (at) => {
      const visitor = new HubVisitor(this.hub, this.#http, this.#beating, first + at)
      await visitor.come()
      await visitor.startContact()
      return visitor
    })
  }

  /** Nobody asks or beats any more. */
  close(): void {
    this.#beating.end()
    this.#http.close()
  }

  /** Agent `number`, who is available and accepts every offer; `got` is told of each contact. */
  async #agent(number: number, got: (contact: ContactId) => void): Promise<HubPage> {
    const { cookie } = await this.#ask('/api/agent/sign-in', { name: agentLogin(number), password: agentPassword })
    const { body } = await this.#ask('/api/agent/ticket', {}, { Cookie: cookie })
    const page: HubPage = await HubPage.open(this.hub.port, (JSON.parse(body) as { ticket: string }).ticket, {
      heard: (frame) => {
        for (const [kind, id, value] of deskItems(frame)) {
          if (value === null) continue
          if (kind === 'contact') got(id as ContactId)
          // One that has passed meanwhile comes again.
          if (kind === 'offer')
            page.ask('offer.accept', { offer: id as OfferId, epoch: offerEpoch(value) }).catch(() => {})
        }
      },
    })
    this.#beating.add(page.socket)
    await page.ask('presence.set', { status: 'available', reason: '' })
    return page
  }

  async #ask(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await this.#http.post(path, body, { 'X-Madoguchi': '1', ...headers })
    if (answer.status !== 200) throw new Error(`${path} was answered by ${answer.status} ${answer.body}`)
    return answer
  }
}

/** Changes of the list `desk` in a frame. */
const deskItems = (frame: HubFrame) =>
  (frame[0] === frameKinds.snapshot || frame[0] === frameKinds.delta) && frame[1] === 'desk' ? frame[3] : []

/** Second field of the item. */
const offerEpoch = (value: unknown): number => (value as readonly [string, number])[1]

/** Does `work` for 0 to `count` - 1, so many at once; the results in order. */
export async function inParallel<Result>(
  count: number,
  atOnce: number,
  work: (number: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const one = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) results[number] = await work(number)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one))
  return results
}
