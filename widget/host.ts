/**
 * What the loader and the chat know of each other, as types only: the chat is loaded later, from another file, and must
 * never import the loader (a page may have it under another address and would run it twice).
 */
import type { Locale } from '#protocol'

/** What the chat sees of the element that it lives in, beside its attributes. */
export interface WidgetHost extends HTMLElement {
  readonly root: ShadowRoot
  readonly language: Locale
  close(): Promise<void>
  /** Dispatches `madoguchi-<type>`, bubbling and composed. */
  emit(type: string, detail?: unknown): void
}

/** What the loader can ask of the chat. */
export interface ChatHandle {
  /** Attributes of the element have changed. `asked`: a person has just opened the panel, so focus may move into it. */
  update(asked: boolean): Promise<void>
  /** Ends the connection and takes every listener off the page. The contact itself goes on. */
  destroy(): void
}

/** The chunk that the loader fetches. */
export interface ChatModule {
  mount(host: WidgetHost): ChatHandle
}
