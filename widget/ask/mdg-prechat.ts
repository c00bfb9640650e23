/** The form before a contact: who, what about, and the first words; or a message, where nobody who waits is taken. */
import { html, nothing, type TemplateResult } from 'lit'
import { limits, type VisitSite } from '#protocol'
import type { Begin } from '../controllers/session.ts'
import { property, styles } from '../elements/base.ts'
import { callLabel, callSigns, mediaOf } from '../elements/media.ts'
import { icons } from '../icons.ts'
import { AskElement, keepComposing } from './ask-element.ts'
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
    missing: { state: true },
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
  /** The customer tried to start without a message. */
  missing = false

  private get written(): Begin {
    const data = new FormData(this.renderRoot.querySelector('form')!)
    const value = (name: string): string => (data.get(name) as string | null)?.trim() ?? ''
    return { name: value('name'), topic: value('topic'), text: value('text'), reach: value('reach') }
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    const begin = this.written
    this.missing = begin.text === ''
    if (this.missing) this.renderRoot.querySelector('textarea')!.focus()
    else this.tell('start', begin)
  }

  protected override spoken(said: AskWords): TemplateResult {
    const { words, site, missing, leaving, begun } = this
    const { lang } = words
    const lead = leaving ? said.leaveLead : site.staffed ? said.staffed : said.unstaffed
    const here = site.staffed && !leaving
    return html`<h2>${leaving ? said.leaveTitle : (site.greeting?.[lang] ?? said.greeting)}</h2>
      <p class="staff ${here ? 'here' : ''}" role=${leaving ? 'status' : nothing}>
        ${here ? icons.check : icons.clock}${lead}
      </p>
      <form novalidate @submit=${this.submitted} @keydown=${keepComposing}>
        <label
          >${said.name} <span>${said.optional}</span>
          <input
            name="name"
            autocomplete="name"
            maxlength=${limits.nameMax}
            .defaultValue=${begun.name || site.customerName}
        /></label>
        ${
          leaving
            ? html`<label
                >${said.reach} <span>${said.optional}</span>
                <input name="reach" autocomplete="email" maxlength=${limits.reachMax}
              /></label>`
            : nothing
        }
        ${
          site.topics.length > 0
            ? html`<label
                >${said.topic}
                <select name="topic">
                  ${site.topics.map(({ key, label }) => html`<option value=${key} ?selected=${key === begun.topic}>${label[lang]}</option>`)}
                </select></label
              >`
            : nothing
        }
        <label
          >${said.firstMessage}
          <textarea
            name="text"
            maxlength=${limits.messageTextMax}
            placeholder=${said.firstMessageHint}
            aria-required="true"
            aria-invalid=${missing}
            aria-describedby="problem"
            .defaultValue=${this.draft}
            @input=${(event: Event) => this.tell('draft', (event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        <p class="wrong" id="problem" role="alert">${missing ? said.firstMessageMissing : this.problem}</p>
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
}
