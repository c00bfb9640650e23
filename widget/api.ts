/**
 * What the loader fetches when the page has time, or at the first command: the commands, and what has to be settled before
 * anything is kept or connected. The chat is loaded from here, when it is likely to be needed.
 */
import { commands, type Desk } from './api/commands.ts'
import { settleKeeping } from './api/keeping.ts'
import { followTabs, identify } from './api/whose.ts'
import type { Api, ChatHandle, ChatModule, FramedChat, WidgetHost } from './host.ts'
import type { Side } from './page-side.ts'

/** By command: they do not come back. */
const destroyed = new WeakSet<WidgetHost>()

/** What a chat in a frame does there. */
const framed = new Set('identify logout prefill compose send startCall queue cancelQueue getState'.split(' '))

export const attach = (host: WidgetHost): Api => new Page(host)

class Page implements Api, Desk {
  loaded: ChatHandle | null = null
  #chat: Promise<ChatHandle> | undefined
  #side: Promise<Side> | undefined
  readonly #endKeeping: () => void
  readonly #endFollowing: () => void
  readonly #look: Promise<(() => void) | undefined>

  constructor(readonly host: WidgetHost) {
    this.#endKeeping = settleKeeping(host, host.getAttribute('site') ?? '')
    this.#endFollowing = followTabs(host, () => this.loaded)
    this.#look = import('./look.ts').then(({ dress }) => dress(host)).catch(() => undefined)
    this.#heed('prefill', () => void this.#side?.then(({ fields }) => fields.changed()))
    this.#heed('identity', () => void (this.loaded && identify(this.loaded).catch(() => {})))
    // The address says it on this page only.
    if (host.hasAttribute('prefill-params')) void this.side()
  }

  async run(command: string, given: readonly unknown[]): Promise<unknown> {
    if (destroyed.has(this.host)) throw new Error('widget.absent')
    if (!Object.hasOwn(commands, command)) throw new Error('command.unknown')
    if (this.#isFramed && framed.has(command)) return ((await this.chat()) as FramedChat).command(command, given)
    return (commands[command as keyof typeof commands] as (desk: Desk, ...given: unknown[]) => unknown)(this, ...given)
  }

  /** The chat is in a frame with the hub's own page. */
  get #isFramed(): boolean {
    return this.host.hasAttribute('isolate')
  }

  chat(): Promise<ChatHandle> {
    const { host } = this
    const module: Promise<ChatModule> = this.#isFramed ? import('./frame.ts') : import('./chat.ts')
    this.#chat ??= Promise.all([module, this.side()])
      .then(async ([chat, side]) => {
        host.page = side
        return (this.loaded = await chat.mount(host))
      })
      .catch((error: unknown) => {
        this.#chat = undefined
        host.emit('error', { code: 'unavailable' })
        throw error
      })
    return this.#chat
  }

  side(): Promise<Side> {
    this.#side ??= import('./page-side.ts').then(({ Side }) => new Side(this.host, () => this.loaded))
    this.#side.catch(() => (this.#side = undefined))
    return this.#side
  }

  async update(asked = false): Promise<void> {
    if (this.host.hasAttribute('open') || this.#chat) await (await this.chat()).update(asked)
  }

  /** A page that swaps its body has lost the widget that the script made for it: it is put back. */
  gone(): boolean {
    const { host } = this
    // An element of the page may be called `body`.
    const find = (selector: string): Element | null => Document.prototype.querySelector.call(document, selector)
    if (host.own && !destroyed.has(host) && !find(host.localName)) {
      find('body')?.append(host)
      return false
    }
    this.#endKeeping()
    this.#endFollowing()
    void this.#look.then((undress) => undress?.())
    void this.#chat?.then((chat) => chat.destroy())
    void this.#side?.then((side) => side.destroy())
    return true
  }

  destroy(): void {
    destroyed.add(this.host)
    this.host.remove()
  }

  /** A property that the page sets, also before there was anybody to heed it. */
  #heed(name: 'prefill' | 'identity', changed: () => void): void {
    let value: unknown = this.host[name]
    const get = (): unknown => value
    const set = (given: unknown): void => {
      value = given
      changed()
    }
    Object.defineProperty(this.host, name, { get, set, configurable: true })
  }
}
