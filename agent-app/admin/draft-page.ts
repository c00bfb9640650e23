/**
 * The draft looked at before it is served: what it changes, which waiting contacts it touches, what is worth a second look,
 * and what the hub refuses. Serving it asks for nothing but a note on why.
 */
import type { BothLanguages } from '#protocol'
import { css, html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import { adminLook } from './admin-look.ts'
import { calledIn, changeList, listOf, settingWords, type Called } from './change-list.ts'
import { changesLook } from './changes-look.ts'
import { nameOf, type Document } from './draft.ts'
import type { ConfigurationPlan, SettingChange } from './editing.ts'
import { fieldLook } from './fields/index.ts'
import { AdminSection } from './section.ts'
import { sectionOf } from './sections.ts'

type Planned = ConfigurationPlan | 'asking' | 'refused' | 'failed'

export class DraftPage extends AdminSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    changesLook,
    css`
      .serve {
        position: sticky;
        bottom: 0;
        display: grid;
        gap: var(--mdg-space-3);
        margin-top: var(--mdg-space-4);
        padding-block: var(--mdg-space-4);
        border-top: 1px solid var(--mdg-line);
        background: var(--mdg-surface-0);
      }
      @media (max-width: 767px) {
        .serve {
          position: static;
        }
      }
      .done {
        display: flex;
        gap: var(--mdg-space-2);
        align-items: center;
        padding: var(--mdg-space-3);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-good-soft);
        color: var(--mdg-good);
      }
      h3 {
        margin: var(--mdg-space-5) 0 var(--mdg-space-2);
        font-size: var(--mdg-size-14);
      }
      .warnings li {
        display: flex;
        gap: var(--mdg-space-2);
        padding-block: 2px;
      }
      .warnings .icon {
        color: var(--mdg-waiting);
      }
    `,
  ]

  @state() private planned: Planned = 'asking'
  @state() private note = ''
  @state() private replan = false
  @state() private busy = false
  /** What was served from this page just now. */
  @state() private served: { readonly version: number; readonly replanned: number } | null = null
  @state() private refusal = ''
  #plannedFor: Document | null = null
  #turn = 0

  protected override willUpdate(): void {
    const { document, status } = this.editing
    if (status !== 'ready' || document === this.#plannedFor) return
    this.#plannedFor = document
    if (this.editing.changes.length > 0) this.served = null
    void this.#plan()
  }

  async #plan(): Promise<void> {
    const turn = (this.#turn += 1)
    this.planned = 'asking'
    this.refusal = ''
    const answer = await this.editing.plan(this.replan)
    // Carrying the draft over to a newer version has changed it: that is no reason to ask again.
    this.#plannedFor = this.editing.document
    if (turn !== this.#turn) return
    this.planned = answer.ok ? answer.body : answer.code === 'configuration.refused' ? 'refused' : 'failed'
  }

  async #serve(): Promise<void> {
    if (this.busy) return
    this.busy = true
    const before = this.editing.version
    const answer = await this.editing.apply(this.note.trim(), this.replan)
    this.busy = false
    if (answer.ok) {
      this.served = answer.body
      this.note = ''
      this.replan = false
    } else if (this.editing.version === before)
      this.refusal = answer.code === 'configuration.refused' ? '' : this.adminWords.draft.notServed
    this.focus()
  }

  readonly #called: Called = (what, name) =>
    calledIn([this.editing.document, this.editing.inForce], what, name, this.speech)

  /** To the editor of what a change or a fault is about. */
  #open(place: string): (() => void) | null {
    const section = sectionOf(place)
    if (section === null) return null
    const [list = '', index = ''] = place.split('/')
    const name = nameOf(this.editing.list(list))
    const key = name === null ? undefined : this.editing.at(`${list}/${index}/${name}`)
    return () => this.open(section, typeof key === 'string' ? key : '')
  }

  #openEntry({ what, name }: Pick<SettingChange, 'what' | 'name'>): (() => void) | null {
    const list = listOf[what] ?? ''
    const entries = this.editing.list(list)
    const key = nameOf(entries)
    const at = key === null ? -1 : entries.findIndex((entry) => entry[key] === name)
    return at === -1 ? this.#open(list) : this.#open(`${list}/${at}`)
  }

  #fault(): TemplateResult | typeof nothing {
    const { fault } = this.editing
    if (fault === null) return nothing
    const { draft, fault: told } = this.adminWords
    const open = this.#open(fault.place)
    return html`<div class="problem" role="alert">
      ${icons.warn}
      <p>
        ${draft.refused} <b>${this.#placeWords(fault.place)}</b>: ${told(fault)}
        ${open === null ? nothing : html`<button class="link" @click=${open}>${draft.toField}</button>`}
      </p>
    </div>`
  }

  /** `queues/0/steps/1/for` as "Queue “orders” › Steps › 2 › for". */
  #placeWords(place: string): string {
    const { changes } = this.adminWords
    const [list = '', index = '', ...rest] = place.split('/')
    const what = Object.keys(listOf).find((one) => listOf[one] === list)
    if (what === undefined) return place
    const name = nameOf(this.editing.list(list))
    const key = name === null ? index : String(this.editing.at(`${list}/${index}/${name}`) ?? index)
    const entry = changes.entry(changes.what[what] ?? what, this.#called(what, key))
    const setting = settingWords({ what: what as SettingChange['what'], setting: rest.join('/') }, this.adminWords)
    return setting === '' ? entry : `${entry} › ${setting}`
  }

  #overtaken(): TemplateResult | typeof nothing {
    const { overtaken } = this.editing
    if (overtaken === null) return nothing
    const { draft } = this.adminWords
    const { by, changes, both } = overtaken
    return html`<section>
      <p class="problem late">${icons.warn}<span>${draft.overtaken(by.n, this.speech.moment(by.at), by.note)}</span></p>
      ${both.length === 0 ? nothing : html`<p class="lead">${draft.both(both)}</p>`}
      <details>
        <summary>${draft.theirs(changes.length)}</summary>
        ${changeList(this.speech, changes, this.#called)}
      </details>
    </section>`
  }

  #planShown(plan: ConfigurationPlan): TemplateResult {
    const { draft } = this.adminWords
    const { touched, warnings } = plan
    const keeps = touched.some(({ keepsSteps, newSteps }) => keepsSteps + newSteps > 0)
    return html`<h3>${draft.changesTitle(plan.changes.length)}</h3>
      ${changeList(this.speech, plan.changes, this.#called, (entry) => this.#openEntry(entry))}
      <h3>${draft.touchedTitle}</h3>
      ${
        touched.length === 0
          ? html`<p class="quiet">${draft.nobodyTouched}</p>`
          : html`<ul>
              ${touched.map((one) => html`<li><b>${this.#queue(one.queue)}</b>: ${draft.touched(one)}</li>`)}
            </ul>`
      }
      ${
        keeps
          ? html`<label class="tick"
              ><input
                type="checkbox"
                .checked=${this.replan}
                @change=${(event: Event) => {
                  this.replan = (event.target as HTMLInputElement).checked
                  void this.#plan()
                }}
              /><span>${draft.replan}</span></label
            >`
          : nothing
      }
      ${
        warnings.length === 0
          ? nothing
          : html`<h3>${draft.warningsTitle}</h3>
              <ul class="warnings">
                ${warnings.map((warning) => html`<li>${icons.warn}<span>${draft.warning(warning, (key) => this.#queue(key))}</span></li>`)}
              </ul>`
      }`
  }

  #queue(key: string): string {
    const found = this.editing.list<{ id: string; name: BothLanguages }>('queues')
    const queue = found.find(({ id }) => id === key)
    return queue === undefined ? key : this.speech.both(queue.name)
  }

  #body(): TemplateResult {
    const { draft, again } = this.adminWords
    const { planned } = this
    if (planned === 'asking') return html`<p class="quiet" role="status">${draft.asking}</p>`
    if (planned === 'failed')
      return html`<div role="alert">
        <p>${draft.failed}</p>
        <button class="button" @click=${() => void this.#plan()}>${again}</button>
      </div>`
    return planned === 'refused' ? html`` : this.#planShown(planned)
  }

  #serving(): TemplateResult | typeof nothing {
    if (!this.mayChange || this.editing.changes.length === 0) return nothing
    const { draft } = this.adminWords
    const isReady = typeof this.planned === 'object' && !this.busy
    return html`<div class="serve">
      <div class="setting">
        <label class="label" for="note">${draft.note}</label>
        <p class="help" id="note-help">${draft.noteHelp}</p>
        <input
          class="field"
          id="note"
          maxlength="200"
          autocomplete="off"
          aria-describedby="note-help"
          .value=${this.note}
          @input=${(event: Event) => (this.note = (event.target as HTMLInputElement).value)}
        />
      </div>
      ${this.refusal === '' ? nothing : html`<p class="problem" role="alert">${icons.warn}${this.refusal}</p>`}
      <p>
        <button class="button main" ?disabled=${!isReady} @click=${() => void this.#serve()}>
          ${this.busy ? draft.serving : draft.serve}
        </button>
      </p>
    </div>`
  }

  protected override render(): unknown {
    const { draft } = this.adminWords
    const { served } = this
    const isEmpty = this.editing.changes.length === 0
    return html`<div class="head"><h2 tabindex="-1">${draft.title}</h2></div>
      ${
        served === null
          ? nothing
          : html`<p class="done" role="status">
              ${icons.check}<span>${draft.served(served.version, served.replanned)}</span
              ><button class="link" @click=${() => this.open('versions')}>${draft.toVersions}</button>
            </p>`
      }
      ${this.#overtaken()}${this.#fault()}
      ${isEmpty ? (served === null ? html`<p class="nobody quiet">${draft.empty}</p>` : nothing) : this.#body()}
      ${this.#serving()}`
  }
}

customElements.define('mdg-a-admin-draft', DraftPage)
