/**
 * People who talk through a hub whose storage is attacked, what they were told, and whether the store holds it afterwards.
 */
import { checkAll, fileKept, lookAtKept, type Stood } from './kept.ts'
import type { AttachmentId, ContactId } from '../model/ids.ts'
import { Agent } from '../sim/agent.ts'
import { Violation } from '../sim/checks.ts'
import { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'
import { People } from './people.ts'
import { demoPassword, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'

/** Fails when this does not come true in time. `what` ends the sentence "… did not happen within". */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, ms = 60_000): Promise<number> {
  const began = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - began > ms) throw new Error(`${what} did not happen within ${ms / 1_000} s`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return Math.round(performance.now() - began)
}

export interface Held {
  readonly agent: Agent
  readonly contact: ContactId
}

/** What people were told, and the files that the hub said it has, by id. */
export interface Told {
  readonly record: Record
  readonly files: ReadonlyMap<string, string>
}

/** Also how long each answer took, and when it came. */
class TimedRecord extends Record {
  readonly #answers: { readonly at: number; readonly tookMs: number }[] = []

  override answered(what: string, tookMs: number): void {
    super.answered(what, tookMs)
    this.#answers.push({ at: performance.now(), tookMs })
  }

  /** How long those took that were asked and answered since, milliseconds. */
  waitedSince(from: number): number[] {
    return this.#answers.filter(({ at, tookMs }) => at - tookMs >= from).map(({ tookMs }) => tookMs)
  }
}

export class Crowd {
  readonly stage: RealStage
  readonly record = new TimedRecord()
  /** Files that the hub said it has, by id. */
  readonly #files = new Map<string, string>()
  readonly #people: People
  readonly #cookies = new Map<string, string>()
  #uploads = 0

  /** `customers` at a time, living `haste` times faster than the clock, with all agents of the demo. */
  constructor(
    private readonly hub: Pick<RealHub, 'origin' | 'port'>,
    seed: number,
    customers: number,
    haste = 12,
  ) {
    this.stage = new RealStage(hub, seed, haste)
    this.#people = new People(this.stage, this.record, customers)
  }

  get acknowledged(): number {
    return this.record.chances['messages acknowledged'] ?? 0
  }

  /** Resolves when so many more messages were acknowledged; to how long that took. */
  async talks(messages: number, ms?: number): Promise<number> {
    const goal = this.acknowledged + messages
    try {
      return await until(`${messages} acknowledged messages`, () => this.acknowledged >= goal, ms)
    } catch (error) {
      throw new Error(`${(error as Error).message}; ${await this.#standing()}`, { cause: error })
    }
  }

  /** Where everybody stands, for whoever looks for the cause of a silence. */
  async #standing(): Promise<string> {
    const lines = this.#people.here.map(
      ({ name, client }) => `${name}: ${client.state.kind}, ${client.resumePending().length} open`,
    )
    const metrics = await fetch(`${this.hub.origin}/metrics`).then(
      (response) => response.text(),
      (error: unknown) => String(error),
    )
    return [...lines, ...metrics.split('\n').filter((line) => /^madoguchi_(conn|queue|requests)/.test(line))].join('\n')
  }

  /** A contact in talk, and its agent, who is connected. */
  held(): Held | null {
    for (const agent of this.#people.talkers)
      if (agent instanceof Agent && agent.client.state.kind === 'online')
        for (const { contact, phase } of agent.client.list('desk', 'contact').values())
          if (phase === 'active') return { agent, contact }
    return null
  }

  /** Sends a file to a contact of the first agent. Resolves to the status, 0 when nobody answered or there is no contact. */
  async upload(): Promise<number> {
    const held = this.held()
    if (held === null) return 0
    const login = held.agent.person.login
    const text = `file ${++this.#uploads} of ${login}`
    try {
      const path = `/api/attachments/${held.contact}?name=notes.txt`
      const response = await this.#post(path, text, await this.#cookie(login))
      const said = (await response.json()) as { attachment?: string }
      if (response.status === 201) this.#files.set(said.attachment!, text)
      this.record.count(`uploads answered with ${response.status}`)
      return response.status
    } catch {
      // Killed in the middle of it: nobody was told anything.
      this.record.count('uploads cut off')
      return 0
    }
  }

  /** Signs all agents in, for their uploads. */
  async signIn(): Promise<void> {
    for (const { login } of this.stage.people) await this.#cookie(login)
  }

  /** Whether somebody who was added can sign in now. False also while no hub answers. */
  async canSignIn(login: string, password: string): Promise<boolean> {
    const response = await this.#post('/api/agent/sign-in', JSON.stringify({ name: login, password })).catch(() => null)
    return response?.ok ?? false
  }

  /** Nobody does anything any more. */
  end(): void {
    this.#people.end()
  }

  /** What everybody was told by now; later words do not change it. */
  told(): Told {
    const record = new Record()
    for (const [contact, messages] of this.record.acked) record.acked.set(contact, [...messages])
    for (const contact of this.record.startedContacts) record.startedContacts.add(contact)
    for (const [offer, agent] of this.record.accepted) record.accepted.set(offer, agent)
    for (const [id, said] of this.record.said) record.said.set(id, said)
    return { record, files: new Map(this.#files) }
  }

  /** Looks into the store of a stopped hub. Throws `Violation` when it lacks what somebody was told. */
  check(dataFolder: string): Promise<void> {
    return checkTold(dataFolder, { record: this.record, files: this.#files }, this.#people.talkers, this.stage)
  }

  /** Once an agent: while nothing can be kept nobody can sign in. */
  async #cookie(login: string): Promise<string> {
    const known = this.#cookies.get(login)
    if (known !== undefined) return known
    const response = await this.#post('/api/agent/sign-in', JSON.stringify({ name: login, password: demoPassword }))
    const cookie = response.headers.get('set-cookie')?.split(';')[0]
    if (cookie === undefined) throw new Error(`${login} could not sign in: ${response.status}`)
    this.#cookies.set(login, cookie)
    return cookie
  }

  #post(path: string, body: string, cookie = ''): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin: this.hub.origin, 'x-madoguchi': '1', cookie }
    return fetch(`${this.hub.origin}${path}`, { method: 'POST', headers, body })
  }
}

/** Looks into the store of a stopped hub. Throws `Violation` when it lacks what was told, or screens show something else. */
export async function checkTold(
  dataFolder: string,
  { record, files }: Told,
  screens: readonly Talker[] = [],
  stood: Stood = {},
): Promise<void> {
  await lookAtKept(dataFolder, async (kept) => {
    const { store } = kept
    checkAll(kept, record, screens, stood)
    for (const [id, text] of files) {
      if (store.get('attachment', [id]) === undefined) throw new Violation(`P1: the file ${id} is not known`)
      const content = await fileKept(dataFolder, kept, id as AttachmentId)
      if (content?.toString() !== text) throw new Violation(`P1: the file ${id} is not what was sent`)
      record.count('files found again')
    }
    for (const { key } of store.range('attachment', {}))
      if ((await fileKept(dataFolder, kept, key[0] as AttachmentId)) === null)
        throw new Violation(`P1: the file ${key[0]} is missing`)
  })
}
