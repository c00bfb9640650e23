/**
 * To whom a supervisor gives a contact: colleagues and oneself, with what room they have. Offering it is the usual way; giving
 * it at once is asked about first. Native radios in a form, as in the transfer dialog.
 */
import type { FloorAgent } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { say, type Named } from '../deeds.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Question } from './confirm-dialog.ts'
import { presenceText } from './presence.ts'
import { shownMax } from './transfer-dialog.ts'
import { transferLook } from './transfer-look.ts'

/**
 * @event mdg-a-deed - `assign`.
 */
export class AssignDialog extends LitElement {
  static override styles = [look, transferLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists
  /** Asks before it is given at once. */
  @property({ attribute: false }) confirm: (question: Question) => void = () => {}

  @state() private of: Named | null = null
  @state() private search = ''
  @state() private target = ''
  @state() private unchosen = false
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens for this contact. */
  show(of: Named): void {
    if (this.dialog.open) return
    this.of = of
    this.search = ''
    this.target = ''
    this.unchosen = false
    this.dialog.showModal()
  }

  #submit(force: boolean): void {
    const { of } = this
    const agent = this.lists.agents.find((one) => one.agent === this.target)
    this.unchosen = agent === undefined
    if (agent === undefined || of === null) return
    const { assign } = this.speech.words.floor
    const run = (): void => say(this, { do: 'assign', of, agent: agent.agent, force })
    this.dialog.close()
    if (!force) return run()
    this.confirm({
      title: assign.forceTitle(of.name, agent.name),
      lead: assign.forceLead,
      confirm: assign.force,
      run,
    })
  }

  /** From the search into the choices; Enter there must not offer it to whoever was chosen before. */
  readonly #searchKey = (event: KeyboardEvent): void => {
    if (composing(event) || !['ArrowDown', 'Enter'].includes(event.key)) return
    const first = this.renderRoot.querySelector<HTMLInputElement>('input[type=radio]:not(:disabled)')
    event.preventDefault()
    first?.focus()
    first?.click()
  }

  #agent(agent: FloorAgent): TemplateResult {
    const { transfer, floor } = this.speech.words
    // By hand a contact may be given beside others: only who has no line, or has signed off, cannot be given any.
    const off = agent.status === 'offline'
    const text = agent.free
      ? transfer.agentFree
      : agent.status === 'available'
        ? transfer.agentBusy
        : presenceText(this.speech, agent.status, agent.reason, this.lists.me?.reasons ?? [])
    return html`<label class="choice ${off ? 'off' : ''}">
      <input
        type="radio"
        name="target"
        .value=${agent.agent}
        .checked=${this.target === agent.agent}
        ?disabled=${off}
        @change=${() => {
          this.target = agent.agent
          this.unchosen = false
        }}
      /><mdg-a-avatar .name=${agent.name} .seed=${agent.agent}></mdg-a-avatar><span class="cut">${agent.name}</span
      ><span class="facts"
        ><span class=${agent.free ? 'good' : ''}>${text}</span>${
          agent.contacts === null ? nothing : html`<span>${floor.team.contacts(agent.contacts)}</span>`
        }</span
      >
    </label>`
  }

  #choices(): TemplateResult {
    const { transfer, floor } = this.speech.words
    const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
    const agents = this.lists.agents.filter(({ name }) => fold(name).includes(fold(this.search)))
    if (this.lists.agents.length === 0) return html`<p class="none quiet">${transfer.noColleagues}</p>`
    if (agents.length === 0) return html`<p class="none quiet" role="status">${floor.noMatch(this.search)}</p>`
    const unseen = agents.length - shownMax
    return html`${repeat(
      agents.slice(0, shownMax),
      ({ agent }) => agent,
      (agent) => this.#agent(agent),
    )}${unseen > 0 ? html`<p class="none quiet">${floor.assign.more(unseen)}</p>` : nothing}`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { assign } = words.floor
    return html`<dialog aria-labelledby="title">
      <form
        @submit=${(event: Event) => {
          event.preventDefault()
          this.#submit(false)
        }}
      >
        <header>
          <h2 id="title">${assign.title(this.of?.name ?? '')}</h2>
          <label class="search"
            ><span class="unseen">${assign.filter}</span>${icons.search}<input
              class="field"
              type="search"
              autofocus
              autocomplete="off"
              placeholder=${assign.filter}
              .value=${this.search}
              @keydown=${this.#searchKey}
              @input=${(event: InputEvent) => (this.search = (event.target as HTMLInputElement).value)}
          /></label>
        </header>
        <div class="choices" role="group" aria-label=${words.transfer.colleagues}>${this.#choices()}</div>
        <footer>
          ${this.unchosen ? html`<p class="problem" role="alert">${assign.choose}</p>` : nothing}
          <div class="actions">
            <button type="button" class="button" @click=${() => this.dialog.close()}>${words.talk.cancel}</button>
            <button type="button" class="button" @click=${() => this.#submit(true)}>${assign.force}</button>
            <button class="button main">${assign.offer}</button>
          </div>
        </footer>
      </form>
    </dialog>`
  }
}
