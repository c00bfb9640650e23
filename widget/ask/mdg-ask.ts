/**
 * What the bot asks, above where one writes: choices as buttons, fields for what has a form of its own, and the way to a
 * person. The question itself stands in the log, which is read out; this is where it is answered. What is typed freely goes by
 * the composer as ever. Also where a contact that is over is rated (mdg-survey.ts).
 */
import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { RequestBody, VisitQuestion } from '#protocol'
import type { Session } from '../controllers/session.ts'
import { keep, kept } from '../controllers/storage.ts'
import { fileSize } from '../controllers/format.ts'
import type { Upload } from '../controllers/uploads.ts'
import { styles } from '../elements/base.ts'
import { AskElement, keepComposing } from './ask-element.ts'
import { fieldOf } from './field.ts'
import { changedOf, draftOf, fieldsOfForm, filledIn, linesOf, standsIn, type Field, type Filled } from './fields.ts'
import { dayInWords, normalised, type InputKind } from './inputs.ts'
import own from './mdg-ask.css?inline'
import type { AskWords } from './words.ts'

/** What is kept over a reload of a form that is half filled in. */
interface Draft {
  readonly contact: string
  readonly ask: number
  readonly filled: Filled
}

/** The one field of a question that is no form. */
const only = 'answer'

/**
 * @event done - An answer has gone out: what took it is gone.
 * @event attach - The customer wants to choose a file.
 */
export class MdgAsk extends AskElement {
  static override styles = styles(own)
  static override properties = {
    ...AskElement.properties,
    // The same object all the time, which changes inside.
    session: { attribute: false, hasChanged: () => true },
    answered: { state: true },
    personAsked: { state: true },
    empty: { state: true },
  }

  declare session: Session
  /** Number of the question that an answer has gone out to. */
  answered = 0
  personAsked = false
  /** The customer tried to answer with nothing. */
  empty = false
  #ask = 0
  #filled: Filled = {}
  /** Files that were chosen, by field: they go to the hub at once, the answer names them. */
  #files: Record<string, File | undefined> = {}

  /** What is to be answered; undefined once an answer is on its way. */
  private get question(): VisitQuestion | undefined {
    const { question } = this.session
    return question?.ask === this.answered ? undefined : question
  }

  override willUpdate(): void {
    super.willUpdate()
    this.ariaLabel = this.said?.answer ?? ''
    const { question, session } = this
    if (!question || question.ask === this.#ask) return
    this.#ask = question.ask
    this.empty = false
    const draft = kept<Draft>(session.siteKey, 'form')
    if (draft?.contact === question.contact && draft.ask === question.ask) this.#filled = draft.filled
    // Asked once more for what was wrong: what was right stands there still.
    else if (question.inputs.some(({ problem }) => problem))
      this.#filled = draftOf(fieldsOfForm(question.inputs, String), this.#filled)
    else this.#filled = {}
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.role = 'group'
  }

  protected override spoken(said: AskWords): TemplateResult {
    const { question, session } = this
    if (session.survey)
      return html`<mdg-survey
        .words=${this.words}
        .session=${session}
        .survey=${session.survey}
        @done=${() => this.tell('done')}
      ></mdg-survey>`
    return html`${question ? keyed(question.ask, this.asked(said, question)) : nothing}
      <p class="quiet" role="status">${this.personAsked ? said.personAsked : ''}</p>
      <button class="person" ?disabled=${this.personAsked} @click=${this.wantPerson}>${this.words.person}</button>`
  }

  private asked(said: AskWords, question: VisitQuestion): TemplateResult {
    const { kind, problem, choices, sensitive } = question
    if (kind === 'form') return this.form(said, question)
    const told = problem ? html`<p class="wrong" id="problem">${problem}</p>` : nothing
    if (choices.length > 0)
      return html`${told}
        <div
          class="choices ${kind}"
          role="group"
          aria-label=${question.text}
          aria-describedby=${problem ? 'problem' : nothing}
        >
          ${choices.map(
            ({ key, label }) => html`<button @click=${() => this.answer({ choice: key }, label)}>${label}</button>`,
          )}
        </div>`
    if (kind === 'file')
      return html`${told}<button class="choice" @click=${() => this.tell('attach')}>${said.file}</button>`
    return kind === 'comment' || (kind === 'text' && !sensitive) ? html`${told}` : this.single(said, question)
  }

  /** One field: for what is sensitive, and for what has a keyboard or a picker of its own. */
  private single(said: AskWords, question: VisitQuestion): TemplateResult {
    const { kind, problem, sensitive, text } = question
    const field: Field = {
      field: only,
      label: text,
      kind: kind as InputKind,
      choices: [],
      optional: false,
      known: '',
      locked: false,
      sensitive,
      problem: this.empty ? said.problems.needed : problem,
      hint: kind === 'date' && !sensitive ? said.dateHint : '',
    }
    return html`<form novalidate class="single" @submit=${this.typed} @keydown=${keepComposing}>
      ${fieldOf(said, field)}
      <button class="main">${said.answerSend}</button>
    </form>`
  }

  private form(said: AskWords, question: VisitQuestion): TemplateResult {
    const fields = fieldsOfForm(question.inputs, (value) => said.known(value))
    return html`<form novalidate @submit=${this.filled} @keydown=${keepComposing} @input=${this.drafted}>
      ${question.problem ? html`<p class="wrong">${question.problem}</p>` : nothing}
      ${fields.map((field) => {
        const problem = field.problem || this.fileProblem(field.field)
        return fieldOf(said, { ...field, problem }, standsIn(field, this.#filled), (file) =>
          this.chose(field.field, file),
        )
      })}
      <button class="main" ?disabled=${this.session.uploads.busy}>${said.answerSend}</button>
    </form>`
  }

  private readonly drafted = (event: Event): void => {
    const { question, session } = this
    if (!question) return
    const filled = draftOf(fieldsOfForm(question.inputs, String), filledIn(event.currentTarget as HTMLFormElement))
    const draft: Draft = { contact: question.contact, ask: question.ask, filled }
    keep(session.siteKey, 'form', JSON.stringify(draft))
  }

  private uploadOf(field: string): Upload | undefined {
    const file = this.#files[field]
    return file && this.session.uploads.items.find((item) => item.file === file)
  }

  private fileProblem(field: string): string {
    const { words, session } = this
    const problem = this.uploadOf(field)?.problem
    if (problem === 'tooLarge') return words.tooLarge(fileSize(words.lang, session.site?.attachmentBytesMax ?? 0))
    return problem ? words[problem] : ''
  }

  private chose(field: string, file: File | undefined): void {
    const { uploads } = this.session
    const before = this.uploadOf(field)
    if (before) uploads.remove(before)
    this.#files[field] = file
    if (file) uploads.add([file])
  }

  private readonly filled = (event: SubmitEvent): void => {
    event.preventDefault()
    const { question, session } = this
    const form = event.currentTarget as HTMLFormElement
    const { uploads } = session
    if (!question || uploads.busy || uploads.items.some(({ problem }) => problem)) return
    const fields = fieldsOfForm(question.inputs, String)
    const sent = Object.keys(this.#files).map((field) => [field, this.uploadOf(field)?.done?.attachment ?? ''])
    this.#filled = { ...filledIn(form), ...(Object.fromEntries(sent) as Filled) }
    const values = changedOf(fields, this.#filled)
    const shown = uploads.ready.reduce(
      (text, { attachment, name }) => text.replace(attachment, name),
      linesOf(fields, values),
    )
    keep(session.siteKey, 'form', null)
    this.#files = {}
    uploads.clear()
    this.answer({ values }, shown)
  }

  private readonly typed = (event: SubmitEvent): void => {
    event.preventDefault()
    const { question, session, words } = this
    if (!question) return
    const { kind, sensitive } = question
    const typed = normalised(kind as InputKind, only, filledIn(event.currentTarget as HTMLFormElement)[only] ?? '')
    this.empty = typed === ''
    if (this.empty) return this.focus()
    if (sensitive) return this.answer({ text: typed }, '')
    if (!session.send(kind === 'date' ? dayInWords(words.lang, typed) : typed, [])) return
    this.answered = question.ask
    this.tell('done')
  }

  /** Sends an answer; `shown` stands in the log until the hub has it. When it is refused, the question is there again. */
  private answer(answer: Partial<RequestBody<'flow.answer'>>, shown: string): void {
    const { question, session } = this
    if (!question) return
    const { contact, ask } = question
    this.answered = ask
    const { id, done } = session.client.request('flow.answer', {
      contact,
      ask,
      text: null,
      choice: null,
      values: null,
      ...answer,
    })
    session.show({ id, text: shown, attachments: [] })
    done.catch(() => {
      if (this.answered === ask) this.answered = 0
    })
    this.tell('done')
  }

  private readonly wantPerson = (): void => {
    this.personAsked = true
    this.session.wantPerson().catch(() => {
      this.personAsked = false
    })
    this.tell('done')
  }
}
