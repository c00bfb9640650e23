/** Keys by which programs ask the hub over HTTP: made with some of one's own rights, shown once, ended. */
import { rights, type Right } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { PeopleWords } from '../../translations/en-admin-people.ts'
import { adminLook } from '../admin-look.ts'
import { ask, tell } from '../api.ts'
import { fieldLook } from '../fields/index.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { AdminSection } from '../section.ts'
import { watchLook } from '../watch/watch-look.ts'
import { peopleWords } from './accounts.ts'
import { peopleLook } from './people-look.ts'
import './secret-once.ts'

interface ApiKey {
  readonly id: string
  readonly name: string
  readonly rights: readonly Right[]
  readonly createdAt: number
  readonly createdBy: string
  readonly lastUsedAt: number | null
  readonly expiresAt: number | null
}

export class KeysSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook, watchLook, peopleLook]

  @state() private keys: readonly ApiKey[] | null = null
  @state() private refusal: Refusal | null = null
  @state() private isMaking = false
  /** Names of those who may have made one, by id. */
  @state() private makers: ReadonlyMap<string, string> = new Map()
  @state() private made: { readonly name: string; readonly key: string } | null = null

  private get words(): PeopleWords['keys'] {
    return peopleWords(this.speech).keys
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#ask()
    if (this.can('accounts.read')) void this.#askMakers()
  }

  async #askMakers(): Promise<void> {
    const answer = await ask<{ accounts: readonly { readonly agent: string; readonly name: string }[] }>(
      '/api/accounts',
    )
    if (answer.ok) this.makers = new Map(answer.body.accounts.map(({ agent, name }) => [agent, name]))
  }

  async #ask(): Promise<void> {
    const answer = await ask<{ keys: readonly ApiKey[] }>('/api/keys')
    this.refusal = answer.ok ? null : answer
    if (answer.ok) this.keys = answer.body.keys
  }

  readonly #make = async (event: Event): Promise<void> => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const name = String(data.get('name')).normalize('NFKC').trim()
    const until = String(data.get('until') ?? '')
    const wish = {
      name,
      rights: data.getAll('right').map(String),
      // The day is meant whole, where the one who makes it is.
      expiresAt: until === '' ? null : new Date(`${until}T00:00`).getTime() + 86_400_000,
    }
    const answer = await tell<{ id: string; key: string }>('/api/keys', wish)
    this.refusal = answer.ok ? null : answer
    if (!answer.ok) return
    this.isMaking = false
    this.made = { name, key: answer.body.key }
    await this.#ask()
  }

  #end({ id, name }: ApiKey): void {
    const { words } = this
    const run = async (): Promise<void> => {
      const answer = await tell(`/api/keys/${id}/end`, {})
      await this.#ask()
      if (!answer.ok) this.refusal = answer
    }
    this.confirm({ title: words.endTitle(name), lead: words.endLead, confirm: words.end, run: () => void run() })
  }

  protected override render(): unknown {
    const { words, keys, made } = this
    return html`<div class="head">
        <h2 tabindex="-1">${words.title}</h2>
        <button class="button" ?disabled=${!this.can('keys.change')} @click=${() => (this.isMaking = true)}>
          ${icons.add}${words.add}
        </button>
      </div>
      <p class="lead">${words.lead}</p>
      ${this.isMaking ? this.#form() : nothing}
      ${
        made === null
          ? nothing
          : html`<mdg-a-secret-once
              .lead=${words.once(made.name)}
              .secret=${made.key}
              .words=${words}
            ></mdg-a-secret-once>`
      }
      ${problemLine(this.speech, this.refusal)}
      ${
        keys === null
          ? html`<p class="quiet" role="status">${this.refusal === null ? words.loading : nothing}</p>`
          : keys.length === 0
            ? html`<p class="nobody quiet">${words.none}</p>`
            : this.#table(keys)
      }
      <p class="more quiet">${words.hint}</p>`
  }

  #form(): TemplateResult {
    const { words } = this
    const { words: rightWords } = peopleWords(this.speech).roles
    return html`<form class="add" @submit=${this.#make} aria-label=${words.add}>
      <div class="pair">
        <label
          ><span class="label">${words.name}</span><span class="help">${words.nameHelp}</span
          ><input class="field" name="name" autocomplete="off" maxlength="40" required /></label
        ><label
          ><span class="label">${words.expires}</span><span class="help">${words.expiresHelp}</span
          ><input class="field" name="until" type="date"
        /></label>
      </div>
      <fieldset class="setting">
        <legend class="label">${words.rights}</legend>
        <div class="rights">
          ${rights
            .filter((right) => this.can(right))
            .map(
              (right) =>
                html`<label class="tick"
                  ><input type="checkbox" name="right" value=${right} />${rightWords[right] ?? right}</label
                >`,
            )}
        </div>
      </fieldset>
      <div class="actions">
        <button type="button" class="button" @click=${() => (this.isMaking = false)}>${words.cancel}</button
        ><button class="button main">${words.make}</button>
      </div>
    </form>`
  }

  #table(keys: readonly ApiKey[]): TemplateResult {
    const { words, speech } = this
    const { words: rightWords } = peopleWords(speech).roles
    const now = this.clock.now()
    return html`<div class="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            <th scope="col">${words.rights}</th>
            <th scope="col">${words.made}</th>
            <th scope="col">${words.used}</th>
            <th scope="col">${words.until}</th>
            <th scope="col">${words.act}</th>
          </tr>
        </thead>
        <tbody>
          ${keys.map(
            (one) =>
              html`<tr>
                <td><b>${one.name}</b></td>
                <td class="detail">${one.rights.map((right) => rightWords[right] ?? right).join(', ')}</td>
                <td class="when">
                  ${speech.moment(one.createdAt)}<br />${this.makers.get(one.createdBy) ?? one.createdBy}
                </td>
                <td class="when">${one.lastUsedAt === null ? words.never : speech.moment(one.lastUsedAt)}</td>
                <td class="when">
                  ${one.expiresAt === null ? words.forEver : one.expiresAt < now ? words.over : speech.moment(one.expiresAt)}
                </td>
                <td>
                  <button
                    class="button grave"
                    aria-label=${words.endOf(one.name)}
                    ?disabled=${!this.can('keys.change')}
                    @click=${() => this.#end(one)}
                  >
                    ${words.end}
                  </button>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }
}

customElements.define('mdg-a-admin-keys', KeysSection)
