/**
 * What every section of the administration is given, and what it may ask of the place around it. A section extends this,
 * draws with fields/ and entries.ts, and is one line in sections.ts.
 */
import type { Right } from '#protocol'
import { LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import type { Question } from '../elements/confirm-dialog.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import type { Editing } from './editing.ts'
import type { SectionId } from './sections.ts'
import { adminWords, type AdminWords } from './words.ts'

/** Where a section wants to go: another page of itself, or of another section. */
export interface Move {
  readonly section: SectionId
  readonly path: string
  /** The page that is left does not stand behind the back button. */
  readonly isReplaced: boolean
}

export class MoveEvent extends CustomEvent<Move> {
  constructor(move: Move) {
    super('mdg-a-admin-move', { detail: move, bubbles: true, composed: true })
  }
}

export class QuestionEvent extends CustomEvent<Question> {
  constructor(question: Question) {
    super('mdg-a-admin-question', { detail: question, bubbles: true, composed: true })
  }
}

/**
 * @event mdg-a-admin-move - Another page is asked for.
 * @event mdg-a-admin-question - Something is to be asked before it is done.
 */
export class AdminSection extends LitElement {
  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  /** The draft that all sections share. */
  @property({ attribute: false }) editing!: Editing
  @property({ attribute: false }) section!: SectionId
  /** What the address says behind the section, such as the key of an entry; '' for nothing. */
  @property() path = ''
  @property({ attribute: false }) can: (right: Right) => boolean = () => false

  #off: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.#off = this.editing.onChange(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    this.#off()
    super.disconnectedCallback()
  }

  /** Fields can be changed. */
  get mayChange(): boolean {
    return this.can('configuration.change')
  }

  get adminWords(): AdminWords {
    return adminWords(this.speech.locale)
  }

  /** To another page of this section. */
  go(path: string, isReplaced = false): void {
    this.open(this.section, path, isReplaced)
  }

  open(section: SectionId, path = '', isReplaced = false): void {
    this.dispatchEvent(new MoveEvent({ section, path, isReplaced }))
  }

  /** Asks first. */
  confirm(question: Question): void {
    this.dispatchEvent(new QuestionEvent(question))
  }

  /** Where one begins to read: the heading, so that a change of page is read out. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h2, h3')?.focus())
  }
}
