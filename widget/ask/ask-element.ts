/**
 * What all elements of this chunk have in common: words of their own, loaded by language, and a focus that waits until
 * there is something to take it.
 */
import { nothing, type TemplateResult } from 'lit'
import { MdgElement } from '../elements/base.ts'
import type { AskWords } from './words.ts'

export abstract class AskElement extends MdgElement {
  static override properties: Record<string, object> = { ...MdgElement.properties, said: { state: true } }

  /** Null until they are loaded. */
  said: AskWords | null = null
  #language = ''
  #focusWanted = false

  override willUpdate(): void {
    super.willUpdate()
    if (this.words.lang !== this.#language) void this.#speak(this.words.lang)
  }

  protected override updated(): void {
    if (this.#focusWanted) this.focus()
  }

  /** Puts the cursor into the first field, as soon as there is one. */
  override focus(): void {
    const field = this.renderRoot.querySelector<HTMLElement>(this.focusFirst)
    this.#focusWanted = !field
    field?.focus()
  }

  /** Selects what takes the focus. */
  protected readonly focusFirst: string = 'input:not([readonly]),select,textarea'

  override render(): TemplateResult | typeof nothing {
    return this.said ? this.spoken(this.said) : nothing
  }

  /** What is shown, once there are words for it. */
  protected abstract spoken(said: AskWords): TemplateResult

  async #speak(language: 'en' | 'ja'): Promise<void> {
    this.#language = language
    try {
      this.said = (language === 'ja' ? await import('./ask-ja.ts') : await import('./ask-en.ts')).words
    } catch {
      // The next update tries again.
      this.#language = ''
    }
  }
}

/** Enter in a one-line field would submit while an input method is still composing in some browsers. */
export function keepComposing(event: KeyboardEvent): void {
  if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.preventDefault()
}
