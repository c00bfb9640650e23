/**
 * The first-run guide: from an empty hub to its first contact, in a browser only. Each step serves what it makes at once, by the
 * same routes as the editors, knows what is already there, and can be left and taken up again.
 */
import type { BothLanguages } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { say } from '../../deeds.ts'
import { quietly } from '../../drafts.ts'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enGuide, type GuideWords } from '../../translations/en-admin-guide.ts'
import { enSites, type SiteWords } from '../../translations/en-admin-sites.ts'
import { jaGuide } from '../../translations/ja-admin-guide.ts'
import { jaSites } from '../../translations/ja-admin-sites.ts'
import { adminLook } from '../admin-look.ts'
import { ask } from '../api.ts'
import { fieldLook } from '../fields/index.ts'
import { rolesInForce, peopleWords, type Account } from '../people/accounts.ts'
import '../people/add-account.ts'
import type { Added } from '../people/add-account.ts'
import '../people/secret-once.ts'
import { problemLine, type Refusal } from '../problem.ts'
import { AdminSection } from '../section.ts'
import { originFault } from '../sites/origins.ts'
import '../sites/preview.ts'
import '../sites/snippet-box.ts'
import {
  companyOf,
  firstOpen,
  isDone,
  serving,
  steps,
  withQueue,
  withSite,
  type Known,
  type Step,
} from './first-steps.ts'
import { guideLook } from './guide-look.ts'

/** What was said here and stands nowhere else yet, for a reload. */
const keptKey = 'madoguchi.agent.guide'

interface Site {
  readonly key: string
  readonly name: BothLanguages
}

export class GuideSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook, guideLook]

  @state() private known: Known = { company: null, people: 1, isAlone: false, ...kept() }
  @state() private accounts: readonly Account[] = []
  @state() private own = ''
  @state() private refusal: Refusal | null = null
  @state() private wrong = ''
  @state() private isServing = false
  @state() private isAvailable = false
  @state() private added: Added | null = null

  private get words(): GuideWords {
    return this.speech.locale === 'ja' ? jaGuide : enGuide
  }

  private get siteWords(): SiteWords {
    return this.speech.locale === 'ja' ? jaSites : enSites
  }

  private get step(): Step {
    return steps.find((step) => step === this.path) ?? firstOpen(this.editing.inForce, this.known)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#askPeople()
  }

  async #askPeople(): Promise<void> {
    const [session, found] = await Promise.all([
      ask<{ agent: string }>('/api/agent/session'),
      ask<{ accounts: readonly Account[] }>('/api/accounts'),
    ])
    if (session.ok) this.own = session.body.agent
    if (!found.ok) return
    this.accounts = found.body.accounts
    this.known = { ...this.known, people: found.body.accounts.filter(({ disabled }) => !disabled).length }
  }

  #keep(known: Partial<Known>): void {
    this.known = { ...this.known, ...known }
    const { company, isAlone } = this.known
    quietly(() => sessionStorage.setItem(keptKey, JSON.stringify({ company, isAlone })))
  }

  /** Serves what a step has made. True when it is in force. */
  async #serve(document: GuideSection['editing']['document']): Promise<boolean> {
    this.isServing = true
    this.editing.replace(document)
    const answer = await this.editing.apply(this.words.title, false)
    this.isServing = false
    this.refusal = answer.ok ? null : answer
    return answer.ok
  }

  #next(from: Step): void {
    this.wrong = ''
    this.refusal = null
    this.go(steps[steps.indexOf(from) + 1] ?? 'try')
  }

  protected override render(): unknown {
    const { words, step } = this
    const nth = steps.indexOf(step) + 1
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      <nav aria-label=${words.stepsLabel}>
        <ol class="steps">
          ${steps.map((one, at) => this.#mark(one, at + 1))}
        </ol>
      </nav>
      <section class="card-of-step" aria-labelledby="step">
        <div>
          <p class="quiet">${words.step(nth, steps.length)}</p>
          <h3 id="step" tabindex="-1">${words.steps[step]}</h3>
        </div>
        ${this.#body(step)}
        ${this.wrong === '' ? nothing : html`<p class="problem" role="alert">${icons.warn}<span>${this.wrong}</span></p>`}
        ${problemLine(this.speech, this.refusal)}
        <p role="status" class="quiet" ?hidden=${!this.isServing}>${words.serving}</p>
      </section>`
  }

  #mark(step: Step, nth: number): TemplateResult {
    const { words } = this
    const done = isDone(step, this.editing.inForce, this.known)
    return html`<li>
      <button class="button" aria-current=${step === this.step ? 'step' : nothing} @click=${() => this.go(step)}>
        ${done ? icons.checks : nothing}<span
          >${nth}. ${words.steps[step]}${done ? html`<span class="unseen"> (${words.done})</span>` : nothing}</span
        >
      </button>
    </li>`
  }

  #body(step: Step): TemplateResult {
    switch (step) {
      case 'company':
        return this.#company()
      case 'queue':
        return this.#queue()
      case 'people':
        return this.#people()
      case 'site':
        return this.#site()
      case 'try':
        return this.#try()
    }
  }

  #both(labels: { readonly en: string; readonly ja: string }, values: Partial<BothLanguages>): TemplateResult {
    return html`<div class="pair">
      ${(['ja', 'en'] as const).map(
        (lang) =>
          html`<label
            ><span class="label">${labels[lang]}</span
            ><input
              class="field"
              name=${lang}
              lang=${lang}
              autocomplete="organization"
              maxlength="80"
              required
              .value=${values[lang] ?? ''}
          /></label>`,
      )}
    </div>`
  }

  #company(): TemplateResult {
    const { words, speech } = this
    const said = companyOf(this.editing.inForce, this.known)
    const done = (event: Event): void => {
      const company = bothIn(event)
      if (company === null) this.wrong = words.company.missing
      else {
        this.#keep({ company })
        this.#next('company')
      }
    }
    return html`<form class="one" novalidate @submit=${done}>
      <p>${words.company.lead}</p>
      ${this.#both(words.company, said ?? {})}
      <fieldset>
        <legend class="label">${words.company.language}</legend>
        <p class="acts">
          ${(['ja', 'en'] as const).map(
            (locale) =>
              html`<label class="tick"
                ><input
                  type="radio"
                  name="locale"
                  .checked=${speech.locale === locale}
                  @change=${() => say(this, { do: 'locale', locale })}
                />${words.company.languages[locale]}</label
              >`,
          )}
        </p>
      </fieldset>
      <p class="ends"><span></span><button class="button main">${words.next}</button></p>
    </form>`
  }

  #queue(): TemplateResult {
    const { words, speech, editing } = this
    const queues = editing.inForce['queues'] as readonly { readonly name: BothLanguages }[] | undefined
    if (queues !== undefined && queues.length > 0)
      return html`<p class="is-there">
          ${icons.checks}${words.queue.made(queues.map(({ name }) => speech.both(name)).join(', '))}
        </p>
        <p class="ends">
          <span
            ><button class="button" @click=${() => this.open('queues')}>${words.queue.edit}</button>
            <button class="button" @click=${() => this.open('hours')}>${words.queue.editHours}</button></span
          ><button class="button main" @click=${() => this.#next('queue')}>${words.next}</button>
        </p>`
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    const make = async (event: Event): Promise<void> => {
      const isOffice = new FormData(event.currentTarget as HTMLFormElement).get('hours') === 'office'
      const name = bothIn(event)
      if (name === null) this.wrong = words.company.missing
      else {
        if (this.accounts.length === 0) await this.#askPeople()
        const made = withQueue(editing.inForce, {
          name,
          officeZone: isOffice ? timeZone : null,
          logins: this.#ownLogins,
        })
        if (await this.#serve(made)) this.#next('queue')
      }
    }
    return html`<form class="one" novalidate @submit=${make}>
      <p>${words.queue.lead}</p>
      ${this.#both(words.queue, words.queue.names)}
      <fieldset>
        <legend class="label">${words.queue.hours}</legend>
        <label class="tick"><input type="radio" name="hours" value="always" checked />${words.queue.always}</label>
        <label class="tick"
          ><input type="radio" name="hours" value="office" />${words.queue.office}
          (${words.queue.zone(timeZone)})</label
        >
      </fieldset>
      <p class="quiet">${words.queue.later}</p>
      <p class="ends">
        <span></span><button class="button main" ?disabled=${this.isServing}>${words.queue.make}</button>
      </p>
    </form>`
  }

  #people(): TemplateResult {
    const { words, added } = this
    const took = async ({ detail }: CustomEvent<Added>): Promise<void> => {
      this.added = detail
      await this.#askPeople()
      await this.#serve(serving(this.editing.inForce, [detail.login]))
    }
    return html`<p>${words.people.lead}</p>
      <ul class="people" aria-label=${words.people.serving}>
        ${this.accounts.map(
          ({ agent, name, login }) =>
            html`<li>
              <b>${name}</b
              ><span class="quiet">${login}${agent === this.own ? ` (${words.people.you})` : nothing}</span>
            </li>`,
        )}
      </ul>
      ${
        added === null
          ? nothing
          : html`<mdg-a-secret-once
              .lead=${words.people.added(added.name)}
              .secret=${added.password}
              .words=${onceWords(this.speech.locale)}
            ></mdg-a-secret-once>`
      }
      ${
        this.can('accounts.change')
          ? html`<details ?open=${this.accounts.length < 2}>
              <summary>${words.people.add}</summary>
              <mdg-a-add-account
                .speech=${this.speech}
                .roles=${rolesInForce(this.speech, this.editing)}
                .canLeave=${false}
                @mdg-a-added=${took}
              ></mdg-a-add-account>
            </details>`
          : nothing
      }
      <p class="ends">
        <button class="button" @click=${() => this.open('users')}>${words.people.edit}</button
        ><button
          class="button main"
          @click=${() => {
            this.#keep({ isAlone: true })
            this.#next('people')
          }}
        >
          ${this.known.people > 1 ? words.next : words.people.alone}
        </button>
      </p>`
  }

  /** Whoever reads serves customers too. */
  get #ownLogins(): readonly string[] {
    return this.accounts.filter(({ agent }) => agent === this.own).map(({ login }) => login)
  }

  get #sites(): readonly Site[] {
    const found = this.editing.inForce['sites']
    return Array.isArray(found) ? (found as Site[]) : []
  }

  #site(): TemplateResult {
    const { words, speech, siteWords } = this
    const [site] = this.#sites
    if (site !== undefined)
      return html`<p class="is-there">${icons.checks}${words.site.made(speech.both(site.name))}</p>
        <mdg-a-snippet .speech=${speech} .site=${site.key}></mdg-a-snippet>
        <p class="ends">
          <button class="button" @click=${() => this.open('sites')}>${words.site.edit}</button
          ><button class="button main" @click=${() => this.#next('site')}>${words.next}</button>
        </p>`
    const make = async (event: Event): Promise<void> => {
      event.preventDefault()
      const origin = String(new FormData(event.currentTarget as HTMLFormElement).get('origin'))
        .normalize('NFKC')
        .trim()
      const fault = origin === '' ? null : originFault(origin)
      const { originForm } = siteWords
      this.wrong = ''
      if (fault !== null && fault.kind !== 'plain')
        this.wrong = fault.kind === 'path' ? originForm.path(fault.origin) : originForm[fault.kind]
      else
        await this.#serve(
          withSite(
            serving(this.editing.inForce, this.#ownLogins),
            companyOf(this.editing.inForce, this.known) ?? enGuide.queue.names,
            origin,
          ),
        )
    }
    return html`<form class="one" novalidate @submit=${make}>
      <p>${words.site.lead}</p>
      <label
        ><span class="label">${words.site.origin}</span><span class="help">${words.site.originHelp}</span
        ><input
          class="field code"
          name="origin"
          inputmode="url"
          autocomplete="off"
          spellcheck="false"
          placeholder="https://"
      /></label>
      <p class="ends">
        <span></span><button class="button main" ?disabled=${this.isServing}>${words.site.make}</button>
      </p>
    </form>`
  }

  #try(): TemplateResult {
    const { words, speech } = this
    const [site] = this.#sites
    if (site === undefined || !isDone('queue', this.editing.inForce, this.known))
      return html`<p>${words.try.notYet}</p>`
    const ready = (): void => {
      this.isAvailable = true
      say(this, { do: 'presence', status: 'available', reason: '' })
    }
    return html`<p>${words.try.lead}</p>
      <p class="acts">
        <button class="button main" @click=${ready}>${words.try.available}</button>
        <span role="status" class="quiet">${this.isAvailable ? words.try.isAvailable : nothing}</span>
      </p>
      <mdg-a-site-preview
        .speech=${speech}
        .site=${site.key}
        .face=${{ name: site.name, look: (site as { look?: object }).look ?? {}, invitations: [] }}
      ></mdg-a-site-preview>
      <p class="quiet">${words.try.then}</p>
      <p class="ends">
        <span></span>
        <button class="button" @click=${() => say(this, { do: 'pane', pane: 'list' })}>${words.try.finish}</button>
      </p>`
  }
}

/** Both names of a form, or null where one is missing. */
function bothIn(event: Event): BothLanguages | null {
  event.preventDefault()
  const data = new FormData(event.currentTarget as HTMLFormElement)
  const [en, ja] = (['en', 'ja'] as const).map((lang) =>
    String(data.get(lang) ?? '')
      .normalize('NFKC')
      .trim(),
  )
  return en && ja ? { en, ja } : null
}

function onceWords(locale: 'en' | 'ja') {
  const { copyPassword, copied, notCopied } = peopleWords({ locale }).users
  return { copy: copyPassword, copied, notCopied }
}

/** What was said before a reload. */
function kept(): Partial<Known> {
  const text = quietly(() => sessionStorage.getItem(keptKey))
  const found = quietly(() => JSON.parse(text ?? '{}') as Partial<Known>)
  return found ?? {}
}

customElements.define('mdg-a-admin-guide', GuideSection)
