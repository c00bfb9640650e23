/**
 * What all elements of the chat have in common: the house's form, the words of the language, and events to the element
 * above. Members stand in this order: styles, properties, state, life, methods, `render`.
 */
import { LitElement, unsafeCSS, type CSSResult } from 'lit'
import type { Words } from '../translations/words.ts'
import base from './base.css?inline'

/** A sheet from the text of a `.css` file of ours, which the build has minified. */
export const sheet = (text: string): CSSResult => unsafeCSS(text)

const baseSheet = sheet(base)
export const styles = (own: string): CSSResult[] => [baseSheet, sheet(own)]

export class MdgElement extends LitElement {
  static override properties: Record<string, object> = { words: { attribute: false } }

  declare words: Words

  override willUpdate(): void {
    // To say the same again would cost the style of all that stands within.
    if (this.lang !== this.words.lang) this.lang = this.words.lang
  }

  /** Tells the element above. Does not leave its shadow root. False when that one did not want it. */
  protected tell(type: string, detail?: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }))
  }
}

/** True for an Enter that means "done", not "this is the word I meant" of an input method. */
export const isPlainEnter = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229

export const property = { attribute: false } as const
