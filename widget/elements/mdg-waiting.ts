/**
 * The waiting card: place, likely wait and what is happening, and nothing that is not known. Whoever need not wait in
 * person says so here, and is told here when it is their turn.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { timeOfDay } from '../controllers/format.ts'
import { icons } from '../icons.ts'
import type { Waiting } from '../state.ts'
import { MdgElement, property, styles } from './base.ts'
import own from './mdg-waiting.css?inline'

/**
 * @event hold - The customer wants the place kept, and to be told.
 * @event resume - The customer comes: called, or to wait here after all.
 * @event popout - The customer wants to be told also when this page is closed.
 */
export class MdgWaiting extends MdgElement {
  static override styles = styles(own)
  static override properties = {
    ...MdgElement.properties,
    waiting: property,
    now: property,
    mayPopOut: property,
    mayHold: property,
    problem: property,
  }

  declare waiting: Waiting
  /** Hub time, for the countdown. */
  now: () => number = Date.now
  mayPopOut = false
  /** Whoever waits in a call waits in person. */
  mayHold = true
  /** Why what was pressed did not work, '' for nothing. */
  problem = ''
  #ticking: ReturnType<typeof setInterval> | undefined

  override disconnectedCallback(): void {
    clearInterval(this.#ticking)
    super.disconnectedCallback()
  }

  override willUpdate(): void {
    super.willUpdate()
    this.toggleAttribute('called', this.waiting.hold?.state === 'called')
  }

  protected override updated(_changed: PropertyValues): void {
    clearInterval(this.#ticking)
    if (this.waiting.hold?.state === 'called') this.#ticking = setInterval(() => this.requestUpdate(), 1_000)
  }

  override render(): TemplateResult {
    const { hold } = this.waiting
    const parts = hold === null ? this.inPerson() : this[hold.state](hold.until ?? 0, hold.missed)
    return html`${parts}${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}`
  }

  private heading(text: string): TemplateResult {
    return html`<p class="title" role="status">${icons.clock}${text}</p>`
  }

  private button(label: string, event: 'hold' | 'resume' | 'popout', main = false): TemplateResult {
    return html`<button class=${main ? 'main' : ''} @click=${() => this.tell(event)}>${label}</button>`
  }

  private placeTitle(): TemplateResult {
    const { words } = this
    const { staffed, place } = this.waiting
    return this.heading(staffed && place !== null ? words.place(place) : words.waitingTitle)
  }

  private expected(): TemplateResult {
    const { words } = this
    const { staffed, range, worse } = this.waiting
    return html`<p role="status">${staffed && worse ? words.worse[worse] : ''}</p>
      <p>${staffed ? (range ? words.wait(range) : words.waitUnknown) : words.nobodyHere}</p>`
  }

  private inPerson(): TemplateResult {
    const { words } = this
    const { phase } = this.waiting
    if (phase !== 'queued') return this.heading(phase === 'starting' ? words.sendingFirst : words.offered)
    return html`${this.placeTitle()}${this.expected()}
      <p class="quiet">${words.mayLeave}</p>
      ${this.mayHold ? html`<div>${this.button(words.hold, 'hold')}</div>` : nothing}`
  }

  private kept(_until: number, missed: number): TemplateResult {
    const { words } = this
    return html`${this.placeTitle()}${this.expected()}
      <p class="quiet">${words.kept} ${missed > 0 ? words.missed(missed) : ''}</p>
      <div>
        ${this.button(words.waitHere, 'resume')} ${this.mayPopOut ? this.button(words.elsewhere, 'popout') : nothing}
      </div>`
  }

  private called(until: number): TemplateResult {
    const { words } = this
    const seconds = Math.max(0, Math.ceil((until - this.now()) / 1_000))
    return html`<p class="title" role="alert">${icons.bell}${words.yourTurn}</p>
      <p role="timer">${words.timeLeft(seconds)}</p>
      <div>${this.button(words.join, 'resume', true)}</div>`
  }

  private resting(until: number): TemplateResult {
    const { words } = this
    return html`${this.heading(words.calledAgain(timeOfDay(words.lang, until)))}
      <div>${this.button(words.here, 'resume', true)}</div>`
  }

  private left(): TemplateResult {
    const { words } = this
    return html`<p class="title" role="status">${icons.check}${words.leftTitle}</p>
      <p>${words.left}</p>
      ${this.waiting.staffed ? html`<div>${this.button(words.waitHere, 'resume')}</div>` : nothing}`
  }
}
