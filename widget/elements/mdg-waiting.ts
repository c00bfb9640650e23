/** The waiting card: place, likely wait and what is happening, and nothing that is not known. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { Waiting } from '../state.ts'
import { MdgElement, property, styles } from './base.ts'
import own from './mdg-waiting.css?inline'

export class MdgWaiting extends MdgElement {
  static override styles = styles(own)
  static override properties = { ...MdgElement.properties, waiting: property }

  declare waiting: Waiting

  override render(): TemplateResult {
    const { words } = this
    const { phase, place, range, staffed } = this.waiting
    const title =
      phase === 'starting'
        ? words.sendingFirst
        : phase === 'offered'
          ? words.offered
          : staffed && place !== null
            ? words.place(place)
            : words.waitingTitle
    return html`<p class="title" role="status">${icons.clock}${title}</p>
      ${
        phase === 'queued'
          ? html`<p>${staffed ? (range ? words.wait(range) : words.waitUnknown) : words.nobodyHere}</p>
              <p class="quiet">${words.mayLeave}</p>`
          : nothing
      }`
  }
}
