/**
 * What is kept of a customer, for them to have or to be erased: found by name or address, asked for a second time by typing that name. And for
 * how long each site keeps what is over.
 */
import { css, html, nothing, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enWatch, type WatchWords } from '../../translations/en-admin-watch.ts'
import { jaWatch } from '../../translations/ja-admin-watch.ts'
import { adminLook } from '../admin-look.ts'
import { ask, tell } from '../api.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { saveFile } from '../save-file.ts'
import { AdminSection } from '../section.ts'
import { watchLook } from './watch-look.ts'

interface Customer {
  readonly customer: string
  readonly name: string
  /** What tells them from others of that name; '' when nothing is known. */
  readonly reach: string
  readonly firstSeenAt: number
  readonly lastAt: number
  readonly contacts: number
}

/** What the hub shows at most. */
const foundMax = 50

export class CustomersSection extends AdminSection {
  static override styles = [
    look,
    adminLook,
    watchLook,
    css`
      .frame {
        display: grid;
        gap: var(--mdg-space-3);
        padding: var(--mdg-space-5);
      }
      .acts {
        display: flex;
        gap: var(--mdg-space-2);
      }
      .wide {
        flex: 1 1 260px !important;
        max-width: 420px !important;
      }
      .button.grave {
        border-color: var(--mdg-wrong);
        color: var(--mdg-wrong);
      }
      .kept {
        margin-top: var(--mdg-space-6);
      }
      .kept h3 {
        margin-bottom: var(--mdg-space-1);
        font-size: var(--mdg-size-16);
      }
    `,
  ]

  @state() private found: readonly Customer[] | null = null
  @state() private refusal: Refusal | null = null
  @state() private told = ''
  @state() private erasing: Customer | null = null
  @state() private typed = ''
  @query('dialog') private dialog!: HTMLDialogElement
  #turn = 0

  private get words(): WatchWords['customers'] {
    return (this.speech.locale === 'ja' ? jaWatch : enWatch).customers
  }

  #called({ name }: Customer): string {
    return name === '' ? this.words.unnamed : this.speech.customer(name)
  }

  readonly #find = async (event: Event): Promise<void> => {
    event.preventDefault()
    const wanted = (event.currentTarget as HTMLFormElement).querySelector('input')!.value.normalize('NFKC').trim()
    if (wanted === '') return
    const turn = ++this.#turn
    this.told = ''
    const answer = await ask<{ customers: readonly Customer[] }>(`/api/customers?q=${encodeURIComponent(wanted)}`)
    if (turn !== this.#turn) return
    this.refusal = answer.ok ? null : answer
    if (answer.ok) this.found = answer.body.customers
  }

  async #export(one: Customer): Promise<void> {
    const answer = await ask<object>(`/api/customers/${one.customer}/export`)
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    saveFile(`${one.customer}.json`, 'application/json', JSON.stringify(answer.body, null, 2))
    this.told = this.words.exported(this.#called(one))
  }

  #ask(one: Customer): void {
    this.erasing = one
    this.typed = ''
    void this.updateComplete.then(() => this.dialog.showModal())
  }

  readonly #erase = async (event: Event): Promise<void> => {
    event.preventDefault()
    const one = this.erasing
    if (one === null || !this.#isConfirmed) return
    this.dialog.close()
    const answer = await tell<{ contacts: number; finished: boolean }>(`/api/customers/${one.customer}/erase`, {})
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    this.found = (this.found ?? []).filter((other) => other !== one)
    const rest = answer.body.finished ? '' : ` ${this.words.unfinished}`
    this.told = `${this.words.erased(this.#called(one), answer.body.contacts)}${rest}`
  }

  /** The name as it stands there; what was typed in full width is the same. */
  get #isConfirmed(): boolean {
    const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
    return this.erasing !== null && plain(this.typed) === plain(this.#toType(this.erasing))
  }

  #toType({ name, customer }: Customer): string {
    return name === '' ? customer : name
  }

  protected override render(): unknown {
    const { words, found } = this
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      <form class="filters" role="search" @submit=${this.#find}>
        <label class="wide"
          ><span class="label">${words.search}</span
          ><input class="field" type="search" autocomplete="off" maxlength="80" /></label
        ><button class="button">${icons.search}${words.find}</button>
      </form>
      ${problemLine(this.speech, this.refusal)}
      <p class="lead" role="status">
        ${this.told !== '' ? this.told : found === null ? words.hint : found.length === 0 ? words.none : found.length === foundMax ? words.most : nothing}
      </p>
      ${found === null || found.length === 0 ? nothing : this.#table(found)} ${this.#retention()} ${this.#dialog()}`
  }

  #table(found: readonly Customer[]): TemplateResult {
    const { words, speech } = this
    return html`<div class="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            <th scope="col">${words.reach}</th>
            <th scope="col">${words.first}</th>
            <th scope="col">${words.last}</th>
            <th scope="col">${words.contacts}</th>
            <th scope="col">${words.act}</th>
          </tr>
        </thead>
        <tbody>
          ${found.map(
            (one) =>
              html`<tr>
                <td><b>${this.#called(one)}</b></td>
                <td>${one.reach}</td>
                <td class="when">${speech.moment(one.firstSeenAt)}</td>
                <td class="when">${speech.moment(one.lastAt)}</td>
                <td class="n">${speech.number(one.contacts)}</td>
                <td>
                  <span class="acts"
                    ><button
                      class="button"
                      aria-label=${words.exportOf(this.#called(one))}
                      ?disabled=${!this.can('customers.export')}
                      @click=${() => void this.#export(one)}
                    >
                      ${icons.save}${words.export}</button
                    ><button
                      class="button grave"
                      aria-label=${words.eraseOf(this.#called(one))}
                      ?disabled=${!this.can('customers.erase')}
                      @click=${() => this.#ask(one)}
                    >
                      ${words.erase}
                    </button></span
                  >
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }

  #retention(): TemplateResult | typeof nothing {
    const { words } = this
    if (!this.can('configuration.read')) return nothing
    return html`<section class="kept">
      <h3>${words.retention}</h3>
      <p class="lead">${words.retentionLead}</p>
      <button class="button" @click=${() => this.open('retention')}>${words.change}</button>
    </section>`
  }

  #dialog(): TemplateResult {
    const { words, erasing } = this
    return html`<dialog aria-labelledby="title" aria-describedby="lead" @close=${() => (this.erasing = null)}>
      ${
        erasing === null
          ? nothing
          : html`<form class="frame" @submit=${this.#erase}>
              <h2 id="title">${words.eraseTitle(this.#called(erasing))}</h2>
              <p id="lead">${words.eraseLead(erasing.contacts)}</p>
              <p class="quiet">${words.backups}</p>
              <label
                ><span class="label">${words.typeName(this.#toType(erasing))}</span
                ><input
                  class="field"
                  autocomplete="off"
                  .value=${this.typed}
                  @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
              /></label>
              <div class="actions">
                <button type="button" class="button" @click=${() => this.dialog.close()}>${words.cancel}</button
                ><button class="button grave" ?disabled=${!this.#isConfirmed}>${words.eraseNow}</button>
              </div>
            </form>`
      }
    </dialog>`
  }
}

customElements.define('mdg-a-admin-customers', CustomersSection)
