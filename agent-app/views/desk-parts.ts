/** Parts of the desk's screen that only show: its three columns and the edges between them, and an offer where no list shows it. */
import type { DeskOffer } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import type { Ringing } from '../alerts.ts'
import type { Notice } from '../choice.ts'
import { say } from '../deeds.ts'
import type { Desk } from '../desk.ts'
import type { Chosen, DeskView } from '../desk-view.ts'
import { icons } from '../icons.ts'
import { keyNames } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

interface Around {
  readonly speech: Speech
  readonly clock: Clock
  readonly desk: Desk
  readonly view: DeskView
  readonly turn: number
  /** The offer whose customer is looked at. */
  readonly looked: string | null
}

/** `notice`: what is told above the list, unless a place tells it. */
export function listOf(around: Around, notice: Notice | null): TemplateResult {
  const { speech, clock, desk, view, turn, looked } = around
  const { lists, chosen, told } = view
  if (lists.me === null) return html`<p class="none quiet" role="status">${speech.words.loading}</p>`
  return html`<mdg-a-contact-list
    .speech=${speech}
    .clock=${clock}
    .lists=${lists}
    .asks=${desk.asks}
    .notice=${notice}
    .told=${told}
    .calls=${desk.calls.all}
    .chosen=${chosen?.id ?? null}
    .looked=${looked}
    .questions=${desk.questions}
    .turn=${turn}
  ></mdg-a-contact-list>`
}

/** `side`: the customer's column is open. */
export function talkOf({ speech, clock, desk, view, turn }: Around, side: boolean): TemplateResult {
  const { lists, chosen } = view
  const queue = lists.queues.find((one) => one.queue === chosen?.contact?.queueId) ?? null
  return html`<mdg-a-talk
    .speech=${speech}
    .clock=${clock}
    .chosen=${chosen}
    .me=${lists.me}
    .queue=${queue}
    .lists=${lists}
    .calls=${desk.calls}
    .asks=${desk.asks}
    .replies=${desk.ready.replies}
    .people=${desk.people()}
    .turn=${turn}
    .side=${side}
  ></mdg-a-talk>`
}

/** Read out once for each offer; the ring itself is not. */
export function announcement(speech: Speech, offer: DeskOffer | undefined, call: Ringing | undefined): TemplateResult {
  const { offer: words } = speech.words
  const text =
    offer !== undefined
      ? words.announce(speech.customer(offer.customerName), speech.both(offer.queue), keyNames.acceptOffer)
      : call === undefined
        ? ''
        : words.announceCall(call.title, keyNames.acceptOffer)
  return html`<div class="unseen" role="alert">${text}</div>`
}

/** `shows`: no list stands beside it, so what is looked at is looked at here. */
export function strip({ speech, clock, desk, view, looked }: Around, shows: boolean): TemplateResult | typeof nothing {
  const offer = view.lists.offers[0]
  if (offer === undefined) return nothing
  return html`<div class="strip">
    <mdg-a-offer-card
      .speech=${speech}
      .clock=${clock}
      .offer=${offer}
      .looked=${shows && offer.offer === looked}
      .questions=${desk.questions}
      .accepting=${desk.asks.busy(`accept ${offer.offer}`)}
      .declining=${desk.asks.busy(`decline ${offer.offer}`)}
    ></mdg-a-offer-card>
  </div>`
}

/** `open`: where there is room for two columns only, this one lies over the talk. */
export function customerColumn({ speech, clock, desk, view, turn }: Around, open: boolean): TemplateResult {
  const { words } = speech
  const contact = view.chosen?.contact ?? null
  return html`<aside class=${open ? 'open' : ''} aria-label=${words.customer.title}>
    <div class="customer-back">
      <button
        class="button bare"
        @click=${(event: Event) => say(event.target!, { do: 'action', action: 'showCustomer' })}
      >
        ${icons.back}${words.places.backToTalk}
      </button>
    </div>
    ${
      contact === null
        ? html`<p class="none quiet">${words.customer.none}</p>`
        : html`<mdg-a-customer
            .speech=${speech}
            .desk=${desk}
            .contact=${contact}
            .words=${customersWords(view.chosen)}
            .tags=${desk.ready.tags}
            .now=${clock.now()}
            .turn=${turn}
          ></mdg-a-customer>`
    }
  </aside>`
}

/** What the customer wrote last. */
function customersWords(chosen: Chosen | null): string {
  const last = chosen?.log.findLast(
    (entry) => entry.kind === 'message' && entry.from === 'customer' && entry.text !== '',
  )
  return last?.kind === 'message' ? last.text : ''
}

/** What can be moved with mouse and arrow keys between the columns. */
export function edges(speech: Speech, widthOf: (selector: string) => number): TemplateResult {
  const { columns } = speech.words.desk
  return html`<mdg-a-edge
      class="list"
      .column=${'list'}
      .label=${columns.list}
      .width=${() => widthOf('nav')}
    ></mdg-a-edge
    ><mdg-a-edge
      class="customer"
      .column=${'customer'}
      .label=${columns.customer}
      .width=${() => widthOf('aside')}
    ></mdg-a-edge>`
}
