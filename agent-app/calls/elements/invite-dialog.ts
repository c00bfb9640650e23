/**
 * Whom an agent asks into a call: to consult while the customer hears music, which is the usual way, or into the talk at once.
 * Native radios in a form, as in the transfer dialog. It closes when the hub has the invitation, not before.
 */
import type { DeskCall } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Asks } from '../../asks.ts'
import { say } from '../../deeds.ts'
import { colleagueChoices, searchKey } from '../../elements/colleague-choice.ts'
import { transferLook } from '../../elements/transfer-look.ts'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import type { DeskLists } from '../../state.ts'
import { callWords } from '../words.ts'

/**
 * @event mdg-a-deed - `call` with the invitation.
 */
export class InviteDialog extends LitElement {
  static override styles = [
    look,
    transferLook,
    css`
      .actions {
        align-items: center;
      }
      .actions .quiet {
        flex: 1 1 12em;
        font-size: var(--mdg-size-12);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) calls!: ReadonlyMap<string, DeskCall>
  @property({ attribute: false }) asks!: Asks
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private contact: DeskCall['contact'] | null = null
  @state() private search = ''
  @state() private target = ''
  @state() private unchosen = false
  #asked = false
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens for this call. */
  show({ contact }: DeskCall): void {
    if (this.dialog.open) return
    this.contact = contact
    this.search = ''
    this.target = ''
    this.unchosen = false
    this.#asked = false
    this.dialog.showModal()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('turn') || this.contact === null || !this.hasUpdated) return
    const isDone = this.#asked && !this.#busy && this.#refusal === null
    if (isDone || !this.calls.has(this.contact)) this.dialog.close()
  }

  get #busy(): boolean {
    return this.asks.busy(`call.invite ${this.contact ?? ''}`)
  }

  get #refusal(): ReturnType<Asks['refusal']> {
    return this.#asked ? this.asks.refusal(`call.invite ${this.contact ?? ''}`) : null
  }

  #submit(mode: 'consult' | 'talk'): void {
    const { contact } = this
    const agent = this.lists.agents.find((one) => one.agent === this.target)
    this.unchosen = agent === undefined
    if (agent === undefined || contact === null || this.#busy) return
    this.#asked = true
    say(this, { do: 'call', ask: { verb: 'call.invite', body: { contact, agent: agent.agent, mode } } })
  }

  #choices(): TemplateResult {
    const { speech, lists, search, target } = this
    const { invite } = callWords(speech)
    const inside = new Set(this.calls.get(this.contact ?? '')?.parties.map(({ agent }) => agent as string))
    return colleagueChoices({
      speech,
      lists,
      agents: lists.agents.filter(({ agent }) => !inside.has(agent)),
      search,
      chosen: target,
      choose: (agent) => {
        this.target = agent
        this.unchosen = false
      },
      none: invite.none,
      noMatch: invite.noMatch,
    })
  }

  #problem(): TemplateResult | typeof nothing {
    const refusal = this.#refusal
    const text = this.unchosen
      ? callWords(this.speech).invite.choose
      : refusal === null
        ? null
        : this.speech.words.refusals[refusal]
    return text === null ? nothing : html`<p class="problem" role="alert">${text}</p>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { invite } = callWords(this.speech)
    return html`<dialog aria-labelledby="title" @close=${() => (this.contact = null)}>
      <form
        @submit=${(event: Event) => {
          event.preventDefault()
          this.#submit('consult')
        }}
      >
        <header>
          <h2 id="title">${invite.title}</h2>
          <label class="search"
            ><span class="unseen">${invite.filter}</span>${icons.search}<input
              class="field"
              type="search"
              autofocus
              autocomplete="off"
              placeholder=${invite.filter}
              .value=${this.search}
              @keydown=${(event: KeyboardEvent) => searchKey(this.renderRoot, event)}
              @input=${(event: InputEvent) => (this.search = (event.target as HTMLInputElement).value)}
          /></label>
        </header>
        <div class="choices" role="group" aria-label=${words.transfer.colleagues}>${this.#choices()}</div>
        <footer>
          ${this.#problem()}
          <div class="actions">
            <span class="quiet">${this.#busy ? invite.asking : invite.consultHint}</span>
            <button type="button" class="button" @click=${() => this.dialog.close()}>${words.talk.cancel}</button>
            <button type="button" class="button" @click=${() => this.#submit('talk')}>${invite.talk}</button>
            <button class="button main">${invite.consult}</button>
          </div>
        </footer>
      </form>
    </dialog>`
  }
}
