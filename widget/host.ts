/**
 * What the loader and the chat know of each other, as types only: the chat is loaded later, from another file, and must
 * never import the loader (a page may have it under another address and would run it twice).
 */
import type { CallMedia, Locale } from '#protocol'

/** What the chat sees of the element that it lives in, beside its attributes. */
export interface WidgetHost extends HTMLElement {
  readonly root: ShadowRoot
  readonly language: Locale
  open(): Promise<void>
  close(): Promise<void>
  /** Dispatches `madoguchi-<type>`, bubbling and composed. */
  emit(type: string, detail?: unknown): void
}

/** What a page says to begin a call. */
export interface CallAsked {
  readonly media: CallMedia
}

/** What the loader can ask of the chat. */
export interface ChatHandle {
  /** Attributes of the element have changed. `asked`: a person has just opened the panel, so focus may move into it. */
  update(asked: boolean): Promise<void>
  /** The page, for its visitor, wants to call: the panel opens and shows what will be seen and heard. */
  startCall(call: CallAsked): Promise<void>
  /** Ends the connection and takes every listener off the page. The contact itself goes on. */
  destroy(): void
}

/** The chunk that the loader fetches. */
export interface ChatModule {
  mount(host: WidgetHost): Promise<ChatHandle>
}
