/** All dialogs of the desk, opened by method. One is open at a time, but for a question that another one asks. */
import type { DeskCall, DeskContact, FloorAgent, FloorWaiting } from '#protocol'
import { LitElement, html } from 'lit'
import { property, query } from 'lit/decorators.js'
import type { DeviceDialog, Then } from '../calls/elements/device-dialog.ts'
import type { InviteDialog } from '../calls/elements/invite-dialog.ts'
import { say, type Named } from '../deeds.ts'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'
import type { AssignDialog } from '../elements/assign-dialog.ts'
import type { ConfirmDialog, Question } from '../elements/confirm-dialog.ts'
import type { EarlierDialog } from '../elements/earlier-dialog.ts'
import type { ForceDialog } from '../elements/force-dialog.ts'
import type { Palette } from '../elements/palette.ts'
import type { TransferDialog } from '../elements/transfer-dialog.ts'
import type { WhyDialog } from '../elements/why-dialog.ts'
import type { DayDialog } from '../my-day/day-dialog.ts'
import type { OwnDialog } from '../own-replies/own-dialog.ts'
import type { SecurityDialog } from '../security/security-dialog.ts'
import type { SearchDialog } from '../search/search-dialog.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'

/**
 * Opens what is loaded first. What is typed until it is there must not go into the message that was being written, nor an
 * Enter send it to the customer; the dialog gives the focus back to where it was when it closes.
 */
async function whenLoaded(loading: Promise<unknown>, show: () => void): Promise<void> {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  const wrote = at instanceof HTMLElement ? at : null
  wrote?.blur()
  // Where it cannot be loaded the writing goes on.
  await loading.finally(() => wrote?.focus())
  show()
}

/**
 * @event mdg-a-deed - What was chosen in one of them.
 */
export class Dialogs extends LitElement {
  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) waiting!: ReadonlyMap<string, FloorWaiting>
  /** What the transfer dialog is about. */
  @property() chosen: string | null = null
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @query('mdg-a-transfer-dialog') private transferDialog!: TransferDialog
  @query('mdg-a-confirm-dialog') private confirmDialog!: ConfirmDialog
  @query('mdg-a-assign-dialog') private assignDialog!: AssignDialog
  @query('mdg-a-force-dialog') private forceDialog!: ForceDialog
  @query('mdg-a-why-dialog') private whyDialog!: WhyDialog
  @query('mdg-a-device-dialog') private deviceDialog!: Partial<DeviceDialog> & HTMLElement
  @query('mdg-a-invite-dialog') private inviteDialog!: Partial<InviteDialog> & HTMLElement
  @query('mdg-a-earlier-dialog') private earlierDialog!: EarlierDialog
  @query('mdg-a-search-dialog') private searchDialog!: Partial<SearchDialog> & HTMLElement
  @query('mdg-a-own-dialog') private ownDialog!: Partial<OwnDialog> & HTMLElement
  @query('mdg-a-day-dialog') private dayDialog!: Partial<DayDialog> & HTMLElement
  @query('mdg-a-security-dialog') private securityDialog!: Partial<SecurityDialog> & HTMLElement
  @query('mdg-a-palette') private paletteDialog!: Palette

  /** Is any of them open? */
  get open(): boolean {
    return [...this.renderRoot.children].some((element) => element.shadowRoot?.querySelector('dialog')?.open === true)
  }

  transfer(contact: DeskContact): void {
    void this.transferDialog.show(contact)
  }

  palette(): void {
    this.paletteDialog.toggle()
  }

  /** Loaded when something is first looked for. */
  search(): void {
    void whenLoaded(import('../search/search-dialog.ts'), () => this.searchDialog.show?.())
  }

  /** Loaded when they are first opened; what is being written can be kept as one of them. */
  ownReplies(): void {
    const text = this.chosen === null ? '' : this.desk.letters.draft(this.chosen).text
    void whenLoaded(import('../own-replies/own-dialog.ts'), () => this.ownDialog.show?.(text))
  }

  /** Loaded when it is first opened. */
  myDay(): void {
    void whenLoaded(import('../my-day/day-dialog.ts'), () => this.dayDialog.show?.())
  }

  /** A contact that need not be at hand, to be read only. */
  read(contact: string, customerName: string): void {
    const id = contact as ContactId
    void this.earlierDialog.show({ of: id, contact: id, customerName, startedAt: null, queue: { en: '', ja: '' } })
  }

  assign(of: Named): void {
    this.assignDialog.show(of)
  }

  presenceOf(agent: FloorAgent): void {
    void this.forceDialog.show(agent)
  }

  why(of: Named): void {
    this.whyDialog.show(of)
  }

  end({ contact, customerName }: DeskContact): void {
    const { talk } = this.speech.words
    this.#ask({
      title: talk.endTitle(this.speech.customer(customerName)),
      lead: talk.endLead,
      confirm: talk.endConfirm,
      run: () => say(this, { do: 'endNow', contact }),
    })
  }

  takeOver(of: Named, from: string): void {
    const { team } = this.speech.words.floor
    this.#ask({
      title: team.takeOverTitle(of.name),
      lead: team.takeOverLead(from),
      confirm: team.takeOver,
      run: () => say(this, { do: 'takeOver', of }),
    })
  }

  rescue(agent: FloorAgent): void {
    const { team } = this.speech.words.floor
    this.#ask({
      title: team.rescueTitle(agent.name),
      lead: team.rescueLead,
      confirm: team.rescue,
      run: () => say(this, { do: 'rescue', agent }),
    })
  }

  signOutEverywhere(): void {
    const { everywhere } = this.speech.words.floor
    this.#ask({
      title: everywhere.title,
      lead: everywhere.lead,
      confirm: everywhere.entry,
      run: () => say(this, { do: 'signOutEverywhere' }),
    })
  }

  /** Loaded with the rest of what calls need. `then`: what waits for the check. */
  devices(then: Then | null = null): void {
    void this.desk.calls.load().then(() => this.deviceDialog.show?.(then))
  }

  /** Loaded when it is opened first. */
  security(): void {
    void whenLoaded(import('../security/security-dialog.ts'), () => this.securityDialog.show?.())
  }

  invite(call: DeskCall): void {
    this.inviteDialog.show?.(call)
  }

  readonly #ask = (question: Question): void => this.confirmDialog.show(question)

  protected override render(): unknown {
    const { speech, lists, chosen, desk } = this
    return html`<mdg-a-transfer-dialog
        .speech=${speech}
        .clock=${this.clock}
        .lists=${lists}
        .busy=${chosen !== null && desk.asks.busy(`transfer ${chosen}`)}
        .refusal=${chosen === null ? null : desk.asks.refusal(`transfer ${chosen}`)}
      ></mdg-a-transfer-dialog>
      <mdg-a-security-dialog .speech=${speech}></mdg-a-security-dialog>
      <mdg-a-assign-dialog .speech=${speech} .lists=${lists} .confirm=${this.#ask}></mdg-a-assign-dialog>
      <mdg-a-force-dialog .speech=${speech} .lists=${lists}></mdg-a-force-dialog>
      <mdg-a-why-dialog
        .speech=${speech}
        .clock=${this.clock}
        .ask=${(contact: string) => desk.questions.why(contact)}
      ></mdg-a-why-dialog>
      <mdg-a-confirm-dialog .speech=${speech}></mdg-a-confirm-dialog>
      <mdg-a-device-dialog
        .speech=${speech}
        .running=${() => desk.calls.part?.line() ?? null}
        .check=${() => desk.calls.part?.check() ?? null}
      ></mdg-a-device-dialog>
      <mdg-a-invite-dialog
        .speech=${speech}
        .lists=${lists}
        .calls=${desk.calls.all}
        .asks=${desk.asks}
        .turn=${this.turn}
      ></mdg-a-invite-dialog>
      <mdg-a-earlier-dialog .speech=${speech} .desk=${desk} .now=${this.clock.now()}></mdg-a-earlier-dialog>
      <mdg-a-search-dialog .speech=${speech} .desk=${desk} .now=${this.clock.now()}></mdg-a-search-dialog>
      <mdg-a-own-dialog
        .speech=${speech}
        .questions=${desk.questions}
        .ready=${desk.ready}
        .turn=${this.turn}
      ></mdg-a-own-dialog>
      <mdg-a-day-dialog
        .speech=${speech}
        .questions=${desk.questions}
        .me=${lists.me}
        .queues=${lists.queues.filter(({ queue }) => lists.ownQueues?.has(queue) ?? true)}
        .clock=${this.clock}
      ></mdg-a-day-dialog>
      <mdg-a-palette .speech=${speech} .lists=${lists} .waiting=${this.waiting}></mdg-a-palette>`
  }
}
