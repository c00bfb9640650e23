/** What stands where talk and customer else are: queues, colleagues, reports, or a call that has no talk of its own. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Notice } from '../choice.ts'
import type { Pane } from '../deeds.ts'
import type { Desk } from '../desk.ts'
import type { DeskView } from '../desk-view.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

/** What a place is made of. */
interface Around {
  readonly speech: Speech
  readonly clock: Clock
  readonly desk: Desk
  readonly view: DeskView
  readonly turn: number
}

/** It stands beside what was done: in the place, if one is open. */
export const isRefusal = (notice: Notice | null): boolean => notice?.kind === 'refused'

/** The place that is open, or nothing. `visited`: the contact whose call is shown. */
export function placeShown(pane: Pane, visited: string | null, around: Around): TemplateResult | typeof nothing {
  const { words } = around.speech
  switch (pane) {
    case 'queues':
      return section(words.floor.places.queues, queues(around))
    case 'team':
      return section(words.floor.places.team, team(around))
    case 'reports':
      return section(words.floor.places.reports, reports(around))
    case 'call':
      return section(words.calls.section, call(around, visited))
    default:
      return nothing
  }
}

const section = (label: string, content: TemplateResult): TemplateResult =>
  html`<section class="place" aria-label=${label}>${content}</section>`

function queues({ speech, clock, desk, view, turn }: Around): TemplateResult {
  return html`<mdg-a-queues
    .speech=${speech}
    .clock=${clock}
    .lists=${view.lists}
    .bots=${view.floor.bots}
    .waiting=${view.floor.waiting}
    .asks=${desk.asks}
    .notice=${isRefusal(view.notice) ? view.notice : null}
    .turn=${turn}
  ></mdg-a-queues>`
}

function team({ speech, clock, desk, view, turn }: Around): TemplateResult {
  return html`<mdg-a-team
    .speech=${speech}
    .clock=${clock}
    .lists=${view.lists}
    .held=${view.floor.held}
    .calls=${desk.calls.all}
    .asks=${desk.asks}
    .notice=${isRefusal(view.notice) ? view.notice : null}
    .turn=${turn}
  ></mdg-a-team>`
}

/** Loaded when a supervisor first comes here. */
function reports({ speech, clock }: Around): TemplateResult {
  void import('../reports/reports.ts')
  return html`<mdg-a-reports tabindex="-1" .speech=${speech} .clock=${clock}></mdg-a-reports>`
}

function call({ speech, clock, desk, view, turn }: Around, visited: string | null): TemplateResult {
  const shown = desk.calls.all.get(visited ?? '') ?? null
  return html`<mdg-a-call-place
    tabindex="-1"
    .speech=${speech}
    .clock=${clock}
    .call=${shown}
    .seat=${shown === null ? null : (desk.calls.part?.seat(shown.contact) ?? null)}
    .lists=${view.lists}
    .asks=${desk.asks}
    .notice=${isRefusal(view.notice) ? view.notice : null}
    .turn=${turn}
  ></mdg-a-call-place>`
}
