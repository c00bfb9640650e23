/**
 * To whom a supervisor gives a contact: colleagues and oneself, with what room they have. Offering it is the usual way; giving
 * it at once is asked about first. Native radios in a form, as in the transfer dialog.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say, type Named } from '../deeds.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import { colleagueChoices, searchKey } from './colleague-choice.ts'
import type { Question } from './confirm-dialog.ts'
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

  #choices(): TemplateResult {
    const { speech, lists, search, target } = this
    const { transfer, floor } = speech.words
    return colleagueChoices({
      speech,
      lists,
      agents: lists.agents,
      search,
      chosen: target,
      choose: (agent) => {
        this.target = agent
        this.unchosen = false
      },
      none: transfer.noColleagues,
      noMatch: floor.noMatch,
      more: ({ contacts }) => (contacts === null ? nothing : html`<span>${floor.team.contacts(contacts)}</span>`),
    })
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
              @keydown=${(event: KeyboardEvent) => searchKey(this.renderRoot, event)}
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
