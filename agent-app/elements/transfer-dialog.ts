/**
 * Where a contact is handed on: queues and colleagues with what is free there, and a note. All of it is native radios in a
 * form, so that arrows choose, Tab goes on and Enter hands over. It closes when the contact has left, not before.
 */
import { limits, type DeskContact, type FloorAgent, type FloorQueue, type RefusalCode } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { rowsInOrder, type DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { presenceText } from './presence.ts'
import { transferLook } from './transfer-look.ts'

/** Colleagues that are drawn; the rest is found by typing, so that thousands of them open at once. */
export const shownMax = 100

/** An estimate: seconds only below a minute, and of them only tens. Milliseconds. */
const rounded = (ms: number): number =>
  Math.ceil(ms / (ms < 60_000 ? 10_000 : 60_000)) * (ms < 60_000 ? 10_000 : 60_000)

/**
 * @event mdg-a-deed - `transferNow`.
 */
export class TransferDialog extends LitElement {
  static override styles = [look, transferLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) clock!: Clock
  @property({ type: Boolean }) busy = false
  @property({ attribute: false }) refusal: RefusalCode | null = null

  @state() private contact: DeskContact | null = null
  @state() private search = ''
  @state() private target = ''
  @state() private unchosen = false
  @query('dialog') private dialog!: HTMLDialogElement
  @query('textarea') private note!: HTMLTextAreaElement

  /** Opens for this contact. */
  async show(contact: DeskContact): Promise<void> {
    if (this.dialog.open) return
    this.contact = contact
    this.search = ''
    this.target = ''
    this.unchosen = false
    await this.updateComplete
    this.note.value = ''
    this.dialog.showModal()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The contact has left: the hub has done what was asked, or somebody else did.
    const held = rowsInOrder(this.lists).some(
      ({ contact: { contact, phase } }) => contact === this.contact?.contact && phase === 'active',
    )
    if (changed.has('lists') && this.contact !== null && !held) this.dialog.close()
  }

  #matches(text: string): boolean {
    return text.normalize('NFKC').toLowerCase().includes(this.search.normalize('NFKC').trim().toLowerCase())
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    const queue = this.lists.queues.find((one) => one.queue === this.target)?.queue ?? null
    const agent = this.lists.agents.find((one) => one.agent === this.target)?.agent ?? null
    this.unchosen = queue === null && agent === null
    if (this.unchosen || this.contact === null || this.busy) return
    const { contact } = this.contact
    say(this, { do: 'transferNow', contact, target: { queue, agent }, note: this.note.value.trim() })
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || composing(event)) return
    const inNote = event.composedPath()[0] === this.note
    if (inNote && !event.ctrlKey && !event.metaKey) return
    if (!inNote || event.ctrlKey || event.metaKey) this.#submit(event)
  }

  /** Down from the search field goes into the choices, without a detour by Tab. */
  readonly #searchKey = (event: KeyboardEvent): void => {
    if (composing(event)) return
    const first = this.renderRoot.querySelector<HTMLInputElement>('input[type=radio]:not(:disabled)')
    if (event.key === 'ArrowDown' && first !== null) {
      event.preventDefault()
      first.focus()
      first.click()
    }
    // Enter in the search must not hand over to whatever was chosen before the search.
    if (event.key === 'Enter') {
      event.preventDefault()
      event.stopPropagation()
      first?.focus()
      first?.click()
    }
  }

  #choice(value: string, off: boolean, content: TemplateResult): TemplateResult {
    return html`<label class="choice ${off ? 'off' : ''}">
      <input
        type="radio"
        name="target"
        .value=${value}
        .checked=${this.target === value}
        ?disabled=${off}
        @change=${() => {
          this.target = value
          this.unchosen = false
        }}
      />${content}
    </label>`
  }

  #queue(queue: FloorQueue): TemplateResult {
    const { transfer } = this.speech.words
    return this.#choice(
      queue.queue,
      false,
      html`${icons.queue}<span class="cut">${this.speech.both(queue.name)}</span
        ><span class="facts"
          ><span>${transfer.waiting(queue.waiting)}</span
          ><span class=${queue.free > 0 ? 'good' : ''}>${transfer.free(queue.free)}</span>${this.#wait(queue)}</span
        >`,
    )
  }

  /** How long who comes to this queue now is likely to wait. */
  #wait({ free, waiting, waitP50Ms, longestSince }: FloorQueue): TemplateResult | typeof nothing {
    const { wait } = this.speech.words.desk
    if (free > 0 && waiting === 0) return html`<span>${wait.none}</span>`
    if (waitP50Ms !== null) return html`<span>${wait.about(this.speech.duration(rounded(waitP50Ms)))}</span>`
    if (longestSince === null) return nothing
    return html`<span>${wait.longest(this.speech.duration(this.clock.now() - longestSince))}</span>`
  }

  #agent(agent: FloorAgent): TemplateResult {
    const { transfer } = this.speech.words
    const text = agent.free
      ? transfer.agentFree
      : agent.status === 'available'
        ? transfer.agentBusy
        : presenceText(this.speech, agent.status, agent.reason, this.lists.me?.reasons ?? [])
    return this.#choice(
      agent.agent,
      !agent.free,
      html`<mdg-a-avatar .name=${agent.name} .seed=${agent.agent}></mdg-a-avatar><span class="cut">${agent.name}</span
        ><span class="facts"><span class=${agent.free ? 'good' : ''}>${text}</span></span>`,
    )
  }

  #choices(): TemplateResult {
    const { transfer, floor } = this.speech.words
    const queues = this.lists.queues.filter(({ name }) => this.#matches(`${name.en} ${name.ja}`))
    const agents = this.lists.agents.filter(({ name }) => this.#matches(name))
    if (queues.length + agents.length === 0 && this.search !== '')
      return html`<p class="none quiet" role="status">${transfer.noMatch(this.search)}</p>`
    return html`<div role="group" aria-labelledby="queues">
        <h3 id="queues" ?hidden=${queues.length === 0}>${transfer.queues}</h3>
        ${repeat(
          queues,
          ({ queue }) => queue,
          (queue) => this.#queue(queue),
        )}
      </div>
      <div role="group" aria-labelledby="agents">
        <h3 id="agents" ?hidden=${agents.length === 0 && this.lists.agents.length > 0}>${transfer.colleagues}</h3>
        ${this.lists.agents.length === 0 ? html`<p class="none quiet">${transfer.noColleagues}</p>` : nothing}
        ${repeat(
          agents.slice(0, shownMax),
          ({ agent }) => agent,
          (agent) => this.#agent(agent),
        )}
        ${agents.length > shownMax ? html`<p class="none quiet">${floor.assign.more(agents.length - shownMax)}</p>` : nothing}
      </div>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const problem = this.unchosen ? words.transfer.choose : this.refusal === null ? null : words.refusals[this.refusal]
    return html`<dialog aria-labelledby="title" @close=${() => (this.contact = null)}>
      <form @submit=${this.#submit} @keydown=${this.#key}>
        <header>
          <h2 id="title">${words.transfer.title(this.speech.customer(this.contact?.customerName ?? ''))}</h2>
          <label class="search"
            ><span class="unseen">${words.transfer.filter}</span>${icons.search}<input
              class="field"
              type="search"
              autofocus
              autocomplete="off"
              placeholder=${words.transfer.filter}
              .value=${this.search}
              @keydown=${this.#searchKey}
              @input=${(event: InputEvent) => (this.search = (event.target as HTMLInputElement).value)}
          /></label>
        </header>
        <div class="choices">${this.#choices()}</div>
        <footer>
          <label
            ><span class="label">${words.transfer.note}</span
            ><textarea class="field" rows="2" maxlength=${limits.noteMax}></textarea>
          </label>
          ${problem === null ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
          <div class="actions">
            <button type="button" class="button" @click=${() => this.dialog.close()}>${words.talk.cancel}</button>
            <button class="button main" aria-disabled=${this.busy}>
              ${this.busy ? words.transfer.submitting : words.transfer.submit}
            </button>
          </div>
        </footer>
      </form>
    </dialog>`
  }
}
