/**
 * `<madoguchi-widget>`: the launcher, and the door to everything else, which is loaded when it is likely to be needed. Written
 * without a library, since it is all that a page has to have before its first paint (2 kB at most; size.int.test.ts). What
 * attributes, commands and events mean to a page stands in CONTRACT.md; the details of events in events.ts.
 *
 * @attr hub - Address of the hub; by default where `w.js` came from.
 * @attr site - Key of the site.
 * @attr locale - `ja` or `en`; by default the page's language, then the browser's.
 * @attr position - `right` (default) or `left`.
 * @attr color-scheme - `light` or `dark`; by default the visitor's system.
 * @attr open - The panel is open. Reflects the state.
 * @attr prefill, prefill-params, intent - What the page says of its visitor (api/page-fields.ts).
 * @attr storage, storage-ttl - Where things are kept, and how long (api/keeping.ts).
 * @attr attention - What tells of unread messages (alerts.ts).
 * @attr data-state - What goes on: `queue`, `chat` or `call`; set by the chat, absent while there is no open contact.
 * @attr unread - Count of unread messages; set by the chat, absent when there are none.
 *
 * @csspart launcher - The button.
 * @cssproperty --madoguchi-accent - The site's colour.
 * @cssproperty --madoguchi-radius - Radius of the panel's corners.
 * @cssproperty --madoguchi-font - Font family.
 */
import type { MadoguchiEventName, MadoguchiEvents } from './events.ts'
import type { Api, ApiModule, ChatHandle, IdentityGiven, PageSide, Place, WidgetHost } from './host.ts'
import sheetText from './launcher.css?inline'

const words = {
  en: ['Open chat', 'Close chat', ' (# new)'],
  ja: ['チャットを開く', 'チャットを閉じる', '(未読#件)'],
}

export class MadoguchiWidget extends HTMLElement implements WidgetHost {
  static readonly observedAttributes = ['open', 'locale', 'unread']

  readonly root = this.attachShadow({ mode: 'open' })
  /** Not written by the element: what a page has set before the element was defined stays. */
  declare identity?: IdentityGiven | undefined
  declare prefill?: unknown
  declare place?: Place
  declare page: PageSide
  declare own?: boolean
  readonly #button = document.createElement('button')
  #api: Promise<Api> | undefined
  /** What the last change of an attribute has led to. */
  #done: Promise<void> | undefined
  /** A person has asked for the change that comes, so focus may move. */
  #asked?: boolean

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
    button.onpointerenter = button.onfocus = () => void this.#warm()
    this.root.append(button)
  }

  connectedCallback(): void {
    this.label()
    // After the commands that were given before: their listeners hear it too.
    queueMicrotask(() => this.emit('ready'))
    if (this.hasAttribute('open')) this.#update('open')
    else if (this.#kept('panel')) this.setAttribute('open', '')
    else if (this.#kept('open')) void this.#warm()
    ;(window.requestIdleCallback ?? setTimeout)(() => void this.#load())
  }

  disconnectedCallback(): void {
    // A page that only moves the element, or the body that it is in, keeps its chat.
    setTimeout(() => this.isConnected || void this.#load().then((api) => api.gone() && (this.#api = undefined)))
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    this.label()
    if (this.isConnected && before !== now && name !== 'unread') this.#update(name)
  }

  /** Opens the panel. Resolves when it can be used; rejects when the chat could not be loaded. */
  open(): Promise<void> {
    return this.#ask(true)
  }
  close(): Promise<void> {
    return this.#ask(false)
  }
  /** Listens to `madoguchi-<type>`. Returns the function that stops it. */
  on(type: string, listener: (detail: unknown) => void): () => void {
    const name = `madoguchi-${type}`
    const heard = (event: Event): void => listener((event as CustomEvent).detail)
    this.addEventListener(name, heard)
    return () => this.removeEventListener(name, heard)
  }
  /** Does what `Madoguchi(command, ...given)` does. */
  async command(command: string, ...given: unknown[]): Promise<unknown> {
    // The first event comes before anything can be loaded.
    if (command === 'on') return this.on(...(given as [string, () => void]))
    return (await this.#load()).run(command, given)
  }

  emit<Type extends MadoguchiEventName>(type: Type, detail = {} as MadoguchiEvents[Type], cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(`madoguchi-${type}`, { detail, cancelable, bubbles: true, composed: true }),
    )
  }

  label(): void {
    const { language } = this
    const count = this.getAttribute('unread')
    const open = this.hasAttribute('open')
    const button = this.#button
    if (count) button.dataset.unread = count
    else delete button.dataset.unread
    button.ariaLabel =
      ((!open && button.dataset.text) || words[language][+open]!) +
      (count ? words[language][2]!.replace('#', count) : '')
    button.ariaExpanded = `${open}`
    button.lang = language
  }

  async #ask(open: boolean): Promise<void> {
    this.#asked = true
    this.toggleAttribute('open', open)
    await this.#done
  }

  /** What the chat has kept on an earlier page (controllers/storage.ts). */
  #kept(what: string): unknown {
    try {
      const key = `madoguchi:${this.getAttribute('site')}:${what}`
      return sessionStorage[key] ?? localStorage[key]
    } catch {
      return null
    }
  }

  #load(): Promise<Api> {
    this.#api ??= (import('./api.ts') as Promise<ApiModule>)
      .then((api) => api.attach(this))
      .catch((error: unknown) => {
        this.#api = undefined
        this.emit('error', { code: 'unavailable' })
        throw error
      })
    this.#api.catch(() => {})
    return this.#api
  }

  /** It is likely to be opened, or has to be connected. */
  async #warm(): Promise<ChatHandle | void> {
    return this.#load()
      .then((api) => api.chat())
      .catch(() => {})
  }

  #update(name: string): void {
    const open = this.hasAttribute('open')
    const asked = this.#asked
    this.#asked = false
    const update = async (): Promise<void> => {
      if (open || this.#api) await (await this.#load()).update(asked)
      if (name !== 'open') return
      if (asked && !open) this.#button.focus()
      this.emit(open ? name : 'close')
    }
    this.#done = update()
    this.#done.catch(() => this.removeAttribute('open'))
  }
}
