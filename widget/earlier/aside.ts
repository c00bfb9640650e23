/** In the window of a customer who is known by name: the button that leads to their earlier contacts, and these in place of the screen. */
import { html, type TemplateResult } from 'lit'
import type { Session } from '../controllers/session.ts'
import type { MdgPanel } from '../elements/mdg-panel.ts'
import type { Aside, WidgetHost } from '../host.ts'
import { icons } from '../icons.ts'
import { earlierWords } from './earlier-words.ts'

export class EarlierAside implements Aside {
  #isOpen = false

  constructor(
    private readonly host: WidgetHost,
    private readonly session: Session,
  ) {}

  head(): TemplateResult | undefined {
    const { session } = this
    if (!session.site?.identified || this.#isOpen) return undefined
    const { title } = earlierWords[session.words.lang]
    return html`<button class="bare" aria-label=${title} title=${title} @click=${() => this.#show(true)}>
      ${icons.clock}
    </button>`
  }

  screen(): TemplateResult | undefined {
    const { session } = this
    if (!this.#isOpen) return undefined
    return html`<mdg-earlier
      .words=${session.words}
      .session=${session}
      @back=${() => {
        this.#show(false)
        ;(this.host.root.querySelector('mdg-panel') as MdgPanel).moveFocusIn()
      }}
    ></mdg-earlier>`
  }

  #show(isOpen: boolean): void {
    this.#isOpen = isOpen
    if (isOpen) import('../earlier.ts').catch(() => this.#show(false))
    this.session.changed()
  }
}
