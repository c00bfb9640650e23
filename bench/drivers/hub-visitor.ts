/** A visitor of a hub that is measured: comes, begins a contact, goes, and comes back with what they hold of it. */
import { frameKinds, type HubFrame } from '#protocol'
import { sourceAddress } from '../../hub/attack/source-address.ts'
import type { ContactId } from '../../hub/model/ids.ts'
import type { Beating } from './beating.ts'
import type { BenchHub } from './bench-hub.ts'
import { siteKey } from './company.ts'
import { HubPage } from './hub-page.ts'
import type { LeanHttp } from './lean-http.ts'

/** From one address to one port there are some 28,000 ways. */
const perAddress = 20_000

export class HubVisitor {
  #page: HubPage | null = null
  #contact: ContactId | null = null
  /** Number of the last entry that they have of the contact. */
  #head = 0
  #token: string | undefined

  /** `http` asks for tickets; `beating` says that they are still there. */
  constructor(
    private readonly hub: BenchHub,
    private readonly http: LeanHttp,
    private readonly beating: Beating,
    readonly number: number,
  ) {}

  get page(): HubPage {
    if (this.#page === null) throw new Error(`Visitor ${this.number} has no page.`)
    return this.#page
  }

  get contact(): ContactId {
    if (this.#contact === null) throw new Error(`Visitor ${this.number} has no contact.`)
    return this.#contact
  }

  get isHere(): boolean {
    return this.#page?.socket.isOpen === true
  }

  /** Comes, for the first time or again, on a new socket. Resolves when the hub has brought them up to date; then it is checked that their contact is still there. */
  async come(): Promise<void> {
    const ticket = await this.#ticket()
    const logs = this.#contact === null ? [] : ([[this.#contact, this.#head]] as const)
    await new Promise<void>((resolve, reject) => {
      const from = sourceAddress(Math.floor(this.number / perAddress))
      const heard = (frame: HubFrame): void => {
        this.#heard(frame)
        // Lists come last, and there is only this one.
        if (frame[0] !== frameKinds.snapshot) return
        const [contact] = frame[3].filter(([kind]) => kind === 'contact')
        const id = (contact?.[2] as readonly unknown[] | undefined)?.[0] ?? null
        if (id === this.#contact) resolve()
        else reject(new Error(`visitor ${this.number} holds ${this.#contact} and was told ${String(id)}`))
      }
      HubPage.open(this.hub.port, ticket, { held: { logs, lists: [] }, from, heard }).then((page) => {
        this.#page = page
        this.beating.add(page.socket)
        page.ended = () => reject(new Error(`visitor ${this.number} lost the line while they came`))
      }, reject)
    })
  }

  async startContact(): Promise<void> {
    const words = {
      name: `Visitor ${this.number}`,
      text: 'Hello',
      locale: 'en',
      pageUrl: '',
      pageTitle: '',
      fields: null,
      intent: null,
    } as const
    const topic = this.hub.topicOf(this.number)
    this.#contact = (await this.page.ask('contact.start', { ...words, topic })).contact
  }

  /** Resolves when the line is gone. */
  lost(): Promise<void> {
    return new Promise((resolve) => (this.page.ended = resolve))
  }

  /** Goes without a word. */
  cut(): void {
    this.#page?.socket.cut()
    this.#page = null
  }

  async #ticket(): Promise<string> {
    const identity = this.#token === undefined ? {} : { token: this.#token }
    const { status, body } = await this.http.post('/api/visitor/ticket', { site: siteKey, ...identity })
    if (status !== 200) throw new Error(`no ticket: ${status} ${body}`)
    const { ticket, token } = JSON.parse(body) as { ticket: string; token: string }
    this.#token = token
    return ticket
  }

  #heard(frame: HubFrame): void {
    if (frame[0] === frameKinds.entries) this.#head = frame[2] + frame[3].length - 1
  }
}
