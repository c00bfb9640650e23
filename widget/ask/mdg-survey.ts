/** A contact that is over is rated: one press for the score, a word if they like, and a way out. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { surveyCommentMax, type VisitSurvey } from '#protocol'
import type { Session } from '../controllers/session.ts'
import { keep, kept } from '../controllers/storage.ts'
import { property, styles } from '../elements/base.ts'
import { AskElement } from './ask-element.ts'
import own from './mdg-survey.css?inline'
import { askedNow, type Asked } from './reminding.ts'
import type { AskWords } from './words.ts'

const scores = { csat: [1, 2, 3, 4, 5], nps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } as const

export class MdgSurvey extends AskElement {
  static override styles = styles(own)
  static override properties = {
    ...AskElement.properties,
    session: { attribute: false, hasChanged: () => true },
    survey: property,
    score: { state: true },
    over: { state: true },
  }

  declare session: Session
  declare survey: VisitSurvey
  score: number | null = null
  /** Answered, or not wanted. */
  over = false
  #asked: Asked | null = null

  override willUpdate(changed?: PropertyValues): void {
    super.willUpdate()
    if (!changed?.has('survey') || changed.get('survey')?.contact === this.survey.contact) return
    const { session, survey } = this
    this.#asked = askedNow(kept<Asked>(session.siteKey, 'rated'), survey.contact, Date.now())
    this.over = this.#asked === null
    if (this.#asked) this.keep(this.#asked)
  }

  private keep(asked: Asked): void {
    keep(this.session.siteKey, 'rated', JSON.stringify(asked))
  }

  protected override spoken(said: AskWords): TemplateResult {
    if (this.over) return html``
    const { scale } = this.survey
    const question = this.#asked?.times === 2 ? said.rateAgain[scale] : said.rate[scale]
    const [worst, best] = said.ends[scale]
    return html`<h3 id="question">${question}</h3>
      <div class="scores ${scale}" role="group" aria-labelledby="question">
        ${scores[scale].map(
          (score, at) =>
            html`<button aria-pressed=${score === this.score} @click=${() => (this.score = score)}>
              ${score}<span class="unseen">${at === 0 ? worst : at === scores[scale].length - 1 ? best : ''}</span>
            </button>`,
        )}
      </div>
      <p class="ends quiet" aria-hidden="true"><span>${worst}</span><span>${best}</span></p>
      ${
        this.score === null
          ? nothing
          : html`<label
              >${said.comment} <span>${said.optional}</span>
              <textarea rows="2" maxlength=${surveyCommentMax}></textarea>
            </label>`
      }
      <div class="acts">
        ${this.score === null ? nothing : html`<button class="main" @click=${this.send}>${said.rateSend}</button>`}
        <button @click=${this.putOff}>${said.notNow}</button>
      </div>`
  }

  private readonly send = (): void => {
    const { session, survey, score } = this
    if (score === null) return
    const comment = this.renderRoot.querySelector('textarea')!.value
    this.over = true
    session.client.request('survey.answer', { contact: survey.contact, score, comment }).done.catch(() => {})
    this.tell('done')
  }

  private readonly putOff = (): void => {
    this.over = true
    if (this.#asked) this.keep({ ...this.#asked, at: Date.now(), off: true })
    this.tell('done')
  }
}
