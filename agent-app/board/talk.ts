/** A talk that somebody else has, read along while it goes on. Nothing can be written here; that one reads is kept by the hub. */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { FloorDoor, Watching } from '../floor-door.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { talkRows, type TalkRow } from '../talk.ts'
import type { BoardWords } from '../translations/en-board.ts'
import { talkLook } from './panel-look.ts'

export class BoardTalk extends LitElement {
  static override styles = [look, talkLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) words!: BoardWords
  @property({ attribute: false }) floor!: FloorDoor
  @property() contact = ''
  @property() customerName = ''
  /** Hub milliseconds, for "today". */
  @property({ type: Number }) now = 0
  /** The contact is one's own: its log is not to be let go of. */
  @property({ attribute: false }) isOwn: (contact: string) => boolean = () => false

  @state() private watching: Watching = 'asking'
  @state() private rows: readonly TalkRow[] = []
  #end: (() => void) | null = null

  override disconnectedCallback(): void {
    this.#stop()
    super.disconnectedCallback()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('contact')) this.#watch()
  }

  #watch(): void {
    this.#stop()
    const { contact } = this
    this.watching = 'asking'
    this.rows = []
    this.#end = this.floor.watch(
      contact,
      (watching) => {
        this.watching = watching
        this.rows = talkRows({
          log: this.floor.log(contact),
          pending: [],
          customerReceived: 0,
          customerRead: 0,
          newAfter: null,
          dayKey: this.speech.dayKey,
        }).map((row) => (row.kind === 'message' ? { ...row, receipt: null } : row))
      },
      () => this.isOwn(contact),
    )
  }

  #stop(): void {
    this.#end?.()
    this.#end = null
  }

  #body(): TemplateResult {
    const { contact: told } = this.words.panel
    if (this.watching === 'failed')
      return html`<p class="say" role="alert">
        ${told.failed}<button class="button" @click=${() => this.#watch()}>${told.again}</button>
      </p>`
    if (this.rows.length === 0)
      return html`<p class="say quiet" role="status">${this.watching === 'asking' ? told.loading : told.empty}</p>`
    return html`<mdg-a-log
      .speech=${this.speech}
      .rows=${this.rows}
      .now=${this.now}
      .of=${this.contact}
      .label=${told.talkOf(this.speech.customer(this.customerName))}
      .customerName=${this.customerName}
    ></mdg-a-log>`
  }

  protected override render(): unknown {
    const { contact: told } = this.words.panel
    return html`<h4>${told.talk}</h4>
      ${this.#body()} ${this.watching === 'there' ? html`<p class="note quiet">${told.recorded}</p>` : nothing}`
  }
}
