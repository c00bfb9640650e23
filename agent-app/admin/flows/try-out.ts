/** A talk with a flow of the draft: what the author says goes to the hub with all before it, and what the flow answers comes back. */
import type { Locale } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { enFlows, type FlowWords } from '../../translations/en-admin-flows.ts'
import { jaFlows } from '../../translations/ja-admin-flows.ts'
import { tell } from '../api.ts'
import { fieldLook } from '../fields/index.ts'
import { problemLine, type Refusal } from '../problem.ts'

type Tried =
  | { readonly does: 'says'; readonly text: string }
  | { readonly does: 'chooses'; readonly key: string }
  | { readonly does: 'fills'; readonly values: Readonly<Record<string, string>> }
  | { readonly does: 'wantsPerson' | 'waits' }
  | { readonly does: 'answers'; readonly status: number; readonly body: unknown }

interface Question {
  readonly kind: string
  readonly choices: readonly { readonly key: string; readonly label: string }[]
  readonly inputs: readonly { readonly field: string; readonly label: string }[]
}

interface Talk {
  readonly lines: readonly (
    | { readonly by: 'customer' | 'bot'; readonly text: string }
    | { readonly by: 'flow'; readonly did: string; readonly about: string }
  )[]
  readonly question: Question | null
  readonly calls: string | null
  readonly step: string
  readonly outcome: string | null
}

const channels = ['page', 'messenger', 'telephone'] as const

export class FlowTryOut extends LitElement {
  static override styles = [
    look,
    fieldLook,
    css`
      :host,
      form {
        display: grid;
        gap: var(--mdg-space-3);
      }
      .settings,
      .acts {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--mdg-space-2) var(--mdg-space-3);
      }
      ol {
        display: grid;
        gap: var(--mdg-space-2);
        max-height: 50vh;
        padding: var(--mdg-space-4);
        overflow: auto;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-1);
      }
      li {
        justify-self: start;
        max-width: 80%;
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-0);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      li.customer {
        justify-self: end;
        background: var(--mdg-accent-soft);
      }
      li.flow {
        justify-self: center;
        background: none;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      .say {
        display: flex;
        gap: var(--mdg-space-2);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** The text of the flow. */
  @property() flow = ''
  @state() private talk: Talk | null = null
  @state() private refusal: Refusal | null = null
  @state() private locale: Locale | null = null
  @state() private channel: (typeof channels)[number] = 'page'
  @state() private isOpen = true
  #turns: readonly Tried[] = []
  #asked = 0

  private get words(): FlowWords['try'] {
    return (this.speech.locale === 'ja' ? jaFlows : enFlows).try
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#run([])
  }

  async #run(turns: readonly Tried[]): Promise<void> {
    this.#turns = turns
    const asked = ++this.#asked
    const around = { locale: this.locale ?? this.speech.locale, channel: this.channel, open: this.isOpen }
    const today = new Date().toLocaleDateString('en-CA')
    const answer = await tell<{ talk: Talk | null }>('/api/flows/try', {
      flow: this.flow,
      ...around,
      today,
      talk: turns,
    })
    if (asked !== this.#asked) return
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    this.talk = answer.body.talk
    await this.updateComplete
    const log = this.renderRoot.querySelector('ol')
    log?.scrollTo({ top: log.scrollHeight })
  }

  #does(turn: Tried): void {
    void this.#run([...this.#turns, turn])
  }

  protected override render(): unknown {
    const { words, talk } = this
    return html`<p class="quiet">${words.lead}</p>
      ${this.#settings()} ${problemLine(this.speech, this.refusal)}
      ${
        talk === null
          ? html`<p class="quiet">${(this.speech.locale === 'ja' ? jaFlows : enFlows).graph.faulty}</p>`
          : html`<ol role="log" aria-label=${words.log} tabindex="0">
                ${talk.lines.map((line) =>
                  line.by === 'flow'
                    ? html`<li class="flow">${words.did[line.did] ?? line.did} ${line.about}</li>`
                    : html`<li class=${line.by}>${line.text}</li>`,
                )}
              </ol>
              <p class="quiet" role="status">
                ${talk.outcome === null ? words.step(talk.step) : (words.outcomes[talk.outcome] ?? talk.outcome)}
              </p>
              ${talk.outcome === null ? this.#turn(talk) : nothing}`
      }`
  }

  #settings(): TemplateResult {
    const { words } = this
    const anew = (): void => void this.#run([])
    return html`<div class="settings">
      <label
        ><span class="label">${words.language}</span
        ><select
          class="field"
          @change=${(event: Event) => {
            this.locale = (event.target as HTMLSelectElement).value as Locale
            anew()
          }}
        >
          ${(['ja', 'en'] as const).map(
            (one) =>
              html`<option value=${one} ?selected=${one === (this.locale ?? this.speech.locale)}>
                ${one === 'ja' ? words.japanese : words.english}
              </option>`,
          )}
        </select></label
      ><label
        ><span class="label">${words.channel}</span
        ><select
          class="field"
          @change=${(event: Event) => {
            this.channel = (event.target as HTMLSelectElement).value as typeof this.channel
            anew()
          }}
        >
          ${channels.map((one) => html`<option value=${one}>${words.channels[one]}</option>`)}
        </select></label
      ><label class="tick"
        ><input
          type="checkbox"
          .checked=${this.isOpen}
          @change=${(event: Event) => {
            this.isOpen = (event.target as HTMLInputElement).checked
            anew()
          }}
        />${words.open}</label
      ><button type="button" class="button" @click=${anew}>${icons.retry}${words.again}</button>
    </div>`
  }

  #turn({ question, calls }: Talk): TemplateResult {
    const { words } = this
    if (calls !== null) return this.#answer(calls)
    return html`${
        question === null || question.choices.length === 0
          ? nothing
          : html`<p class="acts">
              ${question.choices.map(
                ({ key, label }) =>
                  html`<button type="button" class="button" @click=${() => this.#does({ does: 'chooses', key })}>
                    ${label}
                  </button>`,
              )}
            </p>`
      }
      ${question?.kind === 'form' ? this.#form(question) : this.#say()}
      <p class="acts">
        <button type="button" class="button" @click=${() => this.#does({ does: 'wantsPerson' })}>
          ${icons.person}${words.person}</button
        ><button type="button" class="button" @click=${() => this.#does({ does: 'waits' })}>
          ${icons.clock}${words.wait}
        </button>
      </p>`
  }

  #say(): TemplateResult {
    const { words } = this
    const said = (event: Event): void => {
      event.preventDefault()
      const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
      const text = input.value
      input.value = ''
      if (text !== '') this.#does({ does: 'says', text })
    }
    return html`<form class="say" @submit=${said}>
      <input class="field" autocomplete="off" maxlength="2000" aria-label=${words.say} placeholder=${words.say} />
      <button class="button main">${words.send}</button>
    </form>`
  }

  #form({ inputs }: Question): TemplateResult {
    const filled = (event: Event): void => {
      event.preventDefault()
      const data = new FormData(event.currentTarget as HTMLFormElement)
      const values = Object.fromEntries(
        [...data].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== ''),
      )
      this.#does({ does: 'fills', values: values as Readonly<Record<string, string>> })
    }
    return html`<form @submit=${filled}>
      ${inputs.map(
        ({ field, label }) =>
          html`<label
            ><span class="label">${label}</span><input class="field" name=${field} autocomplete="off"
          /></label>`,
      )}
      <p><button class="button main">${this.words.fill}</button></p>
    </form>`
  }

  /** What the server would answer is said by whoever tries. */
  #answer(what: string): TemplateResult {
    const { words } = this
    const answered = (event: Event): void => {
      event.preventDefault()
      const data = new FormData(event.currentTarget as HTMLFormElement)
      this.#does({ does: 'answers', status: Number(data.get('status')), body: jsonOf(String(data.get('body'))) })
    }
    return html`<form @submit=${answered}>
      <p>${words.calls(what)}</p>
      <label
        ><span class="label">${words.status}</span
        ><input class="field number" name="status" type="number" min="100" max="599" value="200" required
      /></label>
      <label
        ><span class="label">${words.body}</span><textarea class="field code" name="body" rows="4">{}</textarea>
      </label>
      <p class="acts">
        <button class="button main">${words.answer}</button
        ><button type="button" class="button" @click=${() => this.#does({ does: 'answers', status: 0, body: null })}>
          ${words.noAnswer}
        </button>
      </p>
    </form>`
  }
}

/** Null for what is no JSON, as a server's answer that cannot be read. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

customElements.define('mdg-a-flow-try-out', FlowTryOut)
