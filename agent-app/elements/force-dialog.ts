/** What a supervisor sets a colleague's availability to: the same choices as one's own, in a dialog with a button, not a menu. */
import type { FloorAgent, PresenceStatus } from '#protocol'
import { LitElement, html, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { dotLook, look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import { floorLook } from './floor-look.ts'
import { missedOffer } from './presence.ts'
import { transferLook } from './transfer-look.ts'

interface Choice {
  readonly status: PresenceStatus
  readonly reason: string
  readonly text: string
}

/**
 * @event mdg-a-deed - `presenceOf`.
 */
export class ForceDialog extends LitElement {
  static override styles = [look, dotLook, floorLook, transferLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists

  @state() private agent: FloorAgent | null = null
  @state() private chosen = 0
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens for this colleague, at what they are now. */
  async show(agent: FloorAgent): Promise<void> {
    if (this.dialog.open) return
    this.agent = agent
    const now = this.#choices().findIndex(({ status, reason }) => status === agent.status && reason === agent.reason)
    this.chosen = Math.max(0, now)
    // The focus goes to what is drawn when it opens.
    await this.updateComplete
    this.dialog.showModal()
  }

  #choices(): readonly Choice[] {
    const { presence } = this.speech.words
    const reasons = (this.lists.me?.reasons ?? []).filter(({ key }) => key !== missedOffer)
    return [
      { status: 'available', reason: '', text: presence.available },
      { status: 'away', reason: '', text: presence.awayPlain },
      ...reasons.map(({ key, label }) => ({
        status: 'away' as const,
        reason: key,
        text: `${presence.away} · ${this.speech.both(label)}`,
      })),
      { status: 'offline', reason: '', text: presence.offline },
    ]
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    const { agent } = this
    const choice = this.#choices()[this.chosen]
    this.dialog.close()
    if (agent !== null && choice !== undefined)
      say(this, { do: 'presenceOf', agent, status: choice.status, reason: choice.reason })
  }

  #choice({ status, text }: Choice, at: number): TemplateResult {
    return html`<label class="choice"
      ><input
        type="radio"
        name="presence"
        ?autofocus=${at === this.chosen}
        .checked=${at === this.chosen}
        @change=${() => (this.chosen = at)}
      /><span class="dot ${status}"></span><span class="cut">${text}</span></label
    >`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { team } = words.floor
    const title = team.presenceOf(this.agent?.name ?? '')
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.#submit}>
        <header><h2 id="title">${title}</h2></header>
        <div class="choices" role="radiogroup" aria-label=${title}>
          ${this.#choices().map((choice, at) => this.#choice(choice, at))}
        </div>
        <footer>
          <div class="actions">
            <button type="button" class="button" @click=${() => this.dialog.close()}>${words.talk.cancel}</button>
            <button class="button main">${team.setPresence}</button>
          </div>
        </footer>
      </form>
    </dialog>`
  }
}
