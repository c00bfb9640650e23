/** The form before a contact: who, what about, and the first words; or a message, where nobody who waits is taken. */
import { html, nothing, type TemplateResult } from 'lit'
import { limits, type Prefilled, type VisitSite } from '#protocol'
import type { Begin } from '../controllers/session.ts'
import { property, styles } from '../elements/base.ts'
import { callLabel, callSigns, mediaOf } from '../elements/media.ts'
import { icons } from '../icons.ts'
import { AskElement, keepComposing } from './ask-element.ts'
import { fieldOf } from './field.ts'
import { changedOf, fieldsOfSite, filledIn, problemsOf, type Field } from './fields.ts'
import own from './mdg-prechat.css?inline'
import type { AskWords } from './words.ts'

/**
 * @event start - The customer asks for help: `{name, topic, text, reach}`.
 * @event call - The customer wants to call: `{media, begin}`, the latter as in `start`; the message may be missing.
 * @event draft - The first message has changed: the text.
 */
export class MdgPrechat extends AskElement {
  static override styles = styles(own)
  static override properties = {
    ...AskElement.properties,
    site: property,
    draft: property,
    problem: property,
    leaving: property,
    begun: property,
    prefilled: property,
    problems: { state: true },
  }

  declare site: VisitSite
  /** The first message as kept. */
  draft = ''
  /** A sentence saying why the last attempt failed, '' when there was none. */
  problem = ''
  /** A message is left in place of waiting. */
  leaving = false
  /** What was filled in before. */
  begun = { name: '', topic: '' }
  /** What the page says of the customer. */
  prefilled: readonly Prefilled[] = []
  /** What is wrong with what was filled in, by field; `text` is the message. */
  problems: Readonly<Record<string, string>> = {}

  /** What the site asks for in place of the name. */
  private get fields(): readonly Field[] | null {
    const { form } = this.site
    return form && fieldsOfSite(form, this.prefilled, this.words.lang, this.problems)
  }

  private get written(): Begin {
    const filled = filledIn(this.renderRoot.querySelector('form')!)
    const value = (name: string): string => filled[name]?.trim() ?? ''
    const fields = changedOf(this.fields ?? [], filled).map(({ field, value }): Prefilled => {
      return { name: field, value, mode: 'default', source: 'form' }
    })
    return {
      name: value('name') || value('customer.name'),
      topic: value('topic'),
      text: value('text'),
      reach: value('reach'),
      fields,
    }
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    const { said, site } = this
    const form = event.currentTarget as HTMLFormElement
    const begin = this.written
    const found = Object.entries(problemsOf(this.fields ?? [], filledIn(form)))
    const missing = begin.text === '' && (!site.bot || this.leaving)
    this.problems = {
      ...Object.fromEntries(found.map(([field, problem]) => [field, said!.problems[problem]])),
      ...(missing && { text: said!.firstMessageMissing }),
    }
    if (found.length === 0 && !missing) return void this.tell('start', begin)
    void this.updateComplete.then(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  protected override spoken(said: AskWords): TemplateResult {
    const { words, site, leaving, problems } = this
    const lead = leaving ? said.leaveLead : site.bot ? said.botLead : site.staffed ? said.staffed : said.unstaffed
    const here = (site.staffed || site.bot) && !leaving
    return html`<h2>${leaving ? said.leaveTitle : (site.greeting?.[words.lang] ?? said.greeting)}</h2>
      <p class="staff ${here ? 'here' : ''}" role=${leaving ? 'status' : nothing}>
        ${here ? icons.check : icons.clock}${lead}
      </p>
      <form novalidate @submit=${this.submitted} @keydown=${keepComposing}>
        ${this.who(said)}
        <label
          >${said.firstMessage} ${site.bot && !leaving ? html`<span>${said.optional}</span>` : nothing}
          <textarea
            name="text"
            maxlength=${limits.messageTextMax}
            placeholder=${said.firstMessageHint}
            aria-required=${!site.bot || leaving}
            aria-invalid=${'text' in problems}
            aria-describedby="problem"
            .defaultValue=${this.draft}
            @input=${(event: Event) => this.tell('draft', (event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        <p class="wrong" id="problem" role="alert">
          ${problems.text ?? (Object.keys(problems).length > 0 ? said.check : this.problem)}
        </p>
        <button class="main">${leaving ? words.leave : said.start}</button>
        <div class="calls">
          ${(leaving ? [] : mediaOf(site.calls)).map(
            (media) =>
              html`<button type="button" @click=${() => this.tell('call', { media, begin: this.written })}>
                ${callSigns[media]}${callLabel(words, media)}
              </button>`,
          )}
        </div>
      </form>`
  }

  /** Who asks, and what about: what the site wants to know, else the name. The bot asks for what it needs by itself. */
  private who(said: AskWords): (TemplateResult | typeof nothing)[] {
    const { site, begun, words, leaving } = this
    const fields = this.fields ?? []
    const name = html`<label
      >${said.name} <span>${said.optional}</span>
      <input
        name="name"
        autocomplete="name"
        maxlength=${limits.nameMax}
        .defaultValue=${begun.name || site.customerName}
    /></label>`
    const reach = html`<label
      >${said.reach} <span>${said.optional}</span>
      <input name="reach" autocomplete="email" maxlength=${limits.reachMax}
    /></label>`
    const topic = html`<label
      >${said.topic}
      <select name="topic">
        ${site.topics.map(({ key, label }) => html`<option value=${key} ?selected=${key === begun.topic}>${label[words.lang]}</option>`)}
      </select></label
    >`
    return [
      site.form || (site.bot && !leaving) ? nothing : name,
      ...fields.map((field) => fieldOf(said, field)),
      leaving ? reach : nothing,
      site.topics.length > 0 && (!site.bot || leaving) ? topic : nothing,
    ]
  }
}
