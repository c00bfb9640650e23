/**
 * `<madoguchi-widget>`: the launcher, and the door to the chat, which is loaded when it is likely to be needed. Written
 * without a library, since it is all that most visitors of a page ever load (2 kB at most; size.int.test.ts).
 *
 * @attr hub - Address of the hub; by default where `w.js` came from.
 * @attr site - Key of the site.
 * @attr locale - `ja` or `en`; by default the page's language, then the browser's.
 * @attr position - `right` (default) or `left`.
 * @attr color-scheme - `light` or `dark`; by default the visitor's system.
 * @attr open - The panel is open. Reflects the state.
 * @attr data-state - What goes on: `queue`, `chat` or `call`; set by the chat, absent while there is no open contact.
 * @attr unread - Count of unread messages; set by the chat, absent when there are none.
 *
 * @event madoguchi-ready - The element is in the page; commands work.
 * @event madoguchi-open - The panel has been opened.
 * @event madoguchi-close - The panel has been closed.
 * @event madoguchi-message - A message: `{direction: 'in' | 'out', text, at, status?}`.
 * @event madoguchi-unread - Count of unread messages changed: `{count}`.
 * @event madoguchi-queue - Waiting changed: `{position, ahead, ewtP50, ewtP90}`, waits in ms, null when unknown.
 * @event madoguchi-place - What is kept of a place changed: `{state, until, pushKey}`; `state` is `kept`, `called` (the customer has
 *   until `until` to come), `resting`, `left` (a message), or null; `pushKey` is what to subscribe to Web Push for, or null.
 * @event madoguchi-subscribe - Heard, not said: the page's own worker is to be told too; `detail` is the JSON of a subscription.
 * @event madoguchi-agent - Somebody answers: `{name}`.
 * @event madoguchi-call - A call changed: `{state}` is `asked` (by the other side), `asking`, `waiting` (with music), `held`,
 *   `talking` or `ended`.
 * @event madoguchi-ended - The contact was closed: `{}`.
 * @event madoguchi-connection - `{online, resumed}`.
 * @event madoguchi-error - Something was refused or could not be loaded: `{code}`.
 *
 * @csspart launcher - The button.
 * @cssproperty --madoguchi-accent - The site's colour.
 * @cssproperty --madoguchi-radius - Radius of the panel's corners.
 * @cssproperty --madoguchi-font - Font family.
 */
import type { CallAsked, ChatHandle, ChatModule, WidgetHost } from './host.ts'
import sheetText from './launcher.css?inline'

const words = {
  en: ['Open chat', 'Close chat', ' (# new)'],
  ja: ['チャットを開く', 'チャットを閉じる', '(未読#件)'],
}

export class MadoguchiWidget extends HTMLElement implements WidgetHost {
  static readonly observedAttributes = ['open', 'locale', 'unread']

  readonly root = this.attachShadow({ mode: 'open' })
  readonly #button = document.createElement('button')
  #chat: Promise<ChatHandle> | undefined
  /** What the last change of an attribute has led to. */
  #done: Promise<void> | undefined
  /** A person has asked for the change that comes, so focus may move. */
  #asked = false

  get language(): 'en' | 'ja' {
    const wanted = this.getAttribute('locale') || document.documentElement.lang || navigator.language
    return /^ja/i.test(wanted) ? 'ja' : 'en'
  }

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(sheetText)
    this.root.adoptedStyleSheets = [sheet]
    const button = this.#button
    button.part.add('launcher')
    button.setAttribute('aria-controls', 'panel')
    button.onclick = () => void this.#ask(!this.hasAttribute('open')).catch(() => {})
    button.onpointerenter = button.onfocus = () => void this.#load()
    this.root.append(button)
  }

  connectedCallback(): void {
    this.#label()
    // After the commands that were given before: their listeners hear it too.
    queueMicrotask(() => this.emit('ready'))
    if (this.hasAttribute('open')) this.#update('open')
    else if (this.#kept('panel')) this.setAttribute('open', '')
    else if (this.#kept('open')) void this.#load()
  }

  disconnectedCallback(): void {
    // A page that only moves the element gets a new chat with the same contact: all that matters is kept.
    void this.#chat?.then((chat) => chat.destroy())
    this.#chat = undefined
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    this.#label()
    if (this.isConnected && before !== now && name !== 'unread') this.#update(name)
  }

  /** Opens the panel. Resolves when it can be used; rejects when the chat could not be loaded. */
  open(): Promise<void> {
    return this.#ask(true)
  }
  close(): Promise<void> {
    return this.#ask(false)
  }
  async show(): Promise<void> {
    this.hidden = false
  }
  /** Hides launcher and panel. The contact goes on. */
  async hide(): Promise<void> {
    this.hidden = true
  }
  /** Takes the widget off the page, with all its listeners. The contact goes on. */
  async destroy(): Promise<void> {
    this.remove()
  }
  async setLocale(locale: string): Promise<void> {
    this.setAttribute('locale', locale)
    await this.#done
  }
  /** Opens the panel and shows the visitor what a call will be; they press once more to begin. */
  async startCall(call: CallAsked): Promise<void> {
    await (await this.#load()).startCall(call)
  }
  /** Listens to `madoguchi-<type>`; resolves with the function that stops it. */
  async on(type: string, listener: (detail: unknown) => void): Promise<() => void> {
    const name = `madoguchi-${type}`
    const heard = (event: Event): void => listener((event as CustomEvent).detail)
    this.addEventListener(name, heard)
    return () => this.removeEventListener(name, heard)
  }

  emit(type: string, detail: unknown = {}): void {
    this.dispatchEvent(new CustomEvent(`madoguchi-${type}`, { detail, bubbles: true, composed: true }))
  }

  async #ask(open: boolean): Promise<void> {
    this.#asked = true
    this.toggleAttribute('open', open)
    await this.#done
  }

  /** What the chat has kept on an earlier page (controllers/storage.ts). */
  #kept(what: string): unknown {
    try {
      return (what === 'panel' ? sessionStorage : localStorage)[`madoguchi:${this.getAttribute('site')}:${what}`]
    } catch {
      return null
    }
  }

  #load(): Promise<ChatHandle> {
    this.#chat ??= (import('./chat.ts') as Promise<ChatModule>)
      .then((chat) => chat.mount(this))
      .catch((error: unknown) => {
        this.#chat = undefined
        this.emit('error', { code: 'unavailable' })
        throw error
      })
    this.#chat.catch(() => {})
    return this.#chat
  }

  #update(name: string): void {
    const open = this.hasAttribute('open')
    const asked = this.#asked
    this.#asked = false
    const update = async (): Promise<void> => {
      if (open || this.#chat) await (await this.#load()).update(asked)
      if (name !== 'open') return
      if (asked && !open) this.#button.focus()
      this.emit(open ? name : 'close')
    }
    this.#done = update()
    this.#done.catch(() => this.removeAttribute('open'))
  }

  #label(): void {
    const { language } = this
    const count = this.getAttribute('unread')
    const open = this.hasAttribute('open')
    const button = this.#button
    if (count) button.dataset.unread = count
    else delete button.dataset.unread
    button.ariaLabel = words[language][+open]! + (count ? words[language][2]!.replace('#', count) : '')
    button.ariaExpanded = `${open}`
    button.lang = language
  }
}
