/**
 * What loader, api and chat know of each other, as types only: each is loaded later than the one before, from another file,
 * and must never import it back (a page may have the loader under another address and would run it twice).
 */
import type { TemplateResult } from 'lit'
import type { CallMedia, Locale, Prefilled, SiteFace } from '#protocol'
import type { Session } from './controllers/session.ts'
import type { MadoguchiEventName, MadoguchiEvents } from './events.ts'

/** What the widget needs of a storage. */
export type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** A signed token, or what gives a fresh one whenever it is needed. */
export type IdentityGiven = string | (() => string | Promise<string>) | null

/** What the chat sees of the element that it lives in, beside its attributes. */
export interface WidgetHost extends HTMLElement {
  readonly root: ShadowRoot
  readonly language: Locale
  /** The script has made it, so it stays until it is destroyed. */
  own?: boolean
  /** What the page has set; read whenever it is needed. */
  identity?: IdentityGiven | undefined
  prefill?: unknown
  /** The page that the visitor is on, where the chat's own is in a frame of it. */
  about?: { readonly url: string; readonly title: string }
  /** How the site looks, where that is not to be asked of the hub. */
  face?: SiteFace
  /** Where all is kept, if elsewhere than usual. */
  place?: Place
  /** Set before the chat is made. */
  page: PageSide
  open(): Promise<void>
  close(): Promise<void>
  /** Says anew what the launcher is called. */
  label(): void
  /** Dispatches `madoguchi-<type>`. False when a listener has prevented what was to come. */
  emit<Type extends MadoguchiEventName>(type: Type, detail?: MadoguchiEvents[Type], cancelable?: boolean): boolean
}

/** The page's side, as a session sees it. */
export interface PageSide {
  /** Tells the page what happens in the session. Returns what ends it. */
  follow(session: Session): () => void
  /** What the page says of the visitor and of what they want. */
  prefilled(): readonly Prefilled[]
  /** The same, at the moment when a contact begins: the page is asked once more, and what counts once is used up. */
  bring(): { readonly fields: readonly Prefilled[]; readonly intent: string }
}

export type PrefillMode = Prefilled['mode']

/** What another chunk shows in the window: in its head, and in place of its screen. */
export interface Aside {
  head(): TemplateResult | undefined
  screen(): TemplateResult | undefined
}

/** What a page says to begin a call. */
export interface CallAsked {
  readonly media: CallMedia
}

/** What the loader can ask of the api. */
export interface Api {
  /** Does a command. Rejects with an Error whose message is a stable code. */
  run(command: string, given: readonly unknown[]): Promise<unknown>
  /** Loads the chat, or resolves at once. */
  chat(): Promise<ChatHandle>
  /** Attributes of the element have changed. `asked`: a person has just opened the window. */
  update(asked?: boolean): Promise<void>
  /** The element has left the page. True when that is meant: everything is off the page, and this is used up. */
  gone(): boolean
}

/** The chunk that the loader fetches. */
export interface ApiModule {
  attach(host: WidgetHost): Api
}

/** The chunk that the api fetches. */
export interface ChatModule {
  mount(host: WidgetHost): Promise<ChatHandle>
}

/** A chat in a frame: it does there what is ordered here. */
export interface FramedChat extends ChatHandle {
  command(name: string, given: readonly unknown[]): Promise<unknown>
}

/** What the api can ask of the chat. */
export interface ChatHandle {
  /** The session of this moment: another identity has another one. */
  readonly session: Session
  /** Takes what the host says now of who the visitor is. */
  identify?(): Promise<void>
  /** Ends the visitor's session, and begins anew as somebody unknown. */
  logout?(): Promise<void>
  /** Attributes of the element have changed. `asked`: a person has just opened the panel, so focus may move into it. */
  update(asked: boolean): Promise<void>
  /** Ends the connection and takes every listener off the page. The contact itself goes on. */
  destroy(): void
}
