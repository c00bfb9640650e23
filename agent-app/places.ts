/**
 * The places of the app beside the desk, in the order of the rail: who may go there, and what stands there. What need not be
 * there at once is loaded when somebody first comes. To add one: a line in `Pane`, one in `Action` with its key and its words,
 * and an entry here. A call that has no talk of its own is a place too, which no rail leads to.
 */
import type { Right } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import type { Notice } from './choice.ts'
import type { Pane } from './deeds.ts'
import type { DeskView } from './desk-view.ts'
import type { Desk } from './desk.ts'
import { icons } from './icons.ts'
import type { Action } from './keys.ts'
import { may, serves } from './may.ts'
import type { Speech } from './speech.ts'
import type { DeskLists } from './state.ts'
import type { Clock } from './ticker.ts'

/** What a place is made of. */
export interface Around {
  readonly speech: Speech
  readonly clock: Clock
  readonly desk: Desk
  readonly view: DeskView
  /** Counts the desk's changes. */
  readonly turn: number
}

/** Where the rail leads; each is the action of the same name. */
export type PlaceName = Extract<Pane, 'queues' | 'team' | 'board' | 'reports' | 'admin'>

export interface Place {
  readonly name: PlaceName
  readonly icon: TemplateResult
  /** Any of these. */
  readonly needs: readonly Right[]
  /** It takes the room of the list of contacts as well. */
  readonly isWide: boolean
  /** How many wait there, 0 for nothing to tell. */
  readonly waiting?: (lists: DeskLists) => number
  readonly draw: (around: Around) => TemplateResult
}

export const places: readonly Place[] = [
  {
    name: 'queues',
    icon: icons.queue,
    needs: ['contacts.serve', 'contacts.assign'],
    isWide: false,
    waiting: (lists) => lists.waiting,
    draw: ({ speech, clock, desk, view, turn }) =>
      html`<mdg-a-queues
        .speech=${speech}
        .clock=${clock}
        .lists=${view.lists}
        .bots=${view.floor.bots}
        .waiting=${view.floor.waiting}
        .asks=${desk.asks}
        .notice=${isRefusal(view.notice) ? view.notice : null}
        .turn=${turn}
      ></mdg-a-queues>`,
  },
  {
    name: 'team',
    icon: icons.people,
    needs: ['floor.read'],
    isWide: false,
    draw: ({ speech, clock, desk, view, turn }) =>
      html`<mdg-a-team
        .speech=${speech}
        .clock=${clock}
        .lists=${view.lists}
        .held=${view.floor.held}
        .calls=${desk.calls.all}
        .asks=${desk.asks}
        .notice=${isRefusal(view.notice) ? view.notice : null}
        .turn=${turn}
      ></mdg-a-team>`,
  },
  {
    name: 'board',
    icon: icons.board,
    needs: ['floor.read'],
    isWide: true,
    draw: ({ speech, clock, desk, view, turn }) => {
      void import('./board/board.ts')
      return html`<mdg-a-board
        tabindex="-1"
        .speech=${speech}
        .clock=${clock}
        .desk=${desk}
        .view=${view}
        .notice=${isRefusal(view.notice) ? view.notice : null}
        .turn=${turn}
      ></mdg-a-board>`
    },
  },
  {
    name: 'reports',
    icon: icons.report,
    needs: ['reports.read'],
    isWide: true,
    draw: ({ speech, clock }) => {
      void import('./reports/reports.ts')
      return html`<mdg-a-reports tabindex="-1" .speech=${speech} .clock=${clock}></mdg-a-reports>`
    },
  },
  {
    name: 'admin',
    icon: icons.settings,
    needs: ['configuration.read', 'accounts.read', 'audit.read', 'health.read'],
    isWide: true,
    draw: ({ speech, clock, view }) => {
      void import('./admin/admin.ts')
      return html`<mdg-a-admin .speech=${speech} .clock=${clock} .me=${view.lists.me}></mdg-a-admin>`
    },
  },
]

/** The place that a pane is, or null. */
export const placeOf = (pane: Pane): Place | null => places.find(({ name }) => name === pane) ?? null

/** Whether somebody may go to a place. */
export const mayGo = ({ needs }: Place, me: DeskLists['me']): boolean => needs.some((right) => may(me, right))

/** Where somebody is at home: at the desk, or where the first place is that they may go, if they serve nobody. */
export function homeOf(me: DeskLists['me']): Pane {
  if (me === null || serves(me)) return 'list'
  const order: readonly PlaceName[] = ['board', 'reports', 'admin', 'team', 'queues']
  return (
    order.find((name) =>
      mayGo(
        places.find((place) => place.name === name)!,
        me,
      ),
    ) ?? 'list'
  )
}

/** What there is for everybody in the list of actions; the rest is done to contacts by who serves them. */
const everybodys: readonly Action[] = ['palette', 'toggleSound', 'security', 'signOutEverywhere']

/** Whether an action is of any use to somebody: its place is open to them, or contacts are theirs to hold. */
export function mayDo(action: Action, me: DeskLists['me']): boolean {
  const place = places.find(({ name }) => name === action)
  if (place !== undefined) return mayGo(place, me)
  if (action === 'searchMessages') return serves(me) || may(me, 'contacts.read')
  if (action.startsWith('call')) return serves(me) || may(me, 'contacts.listen')
  return serves(me) || everybodys.includes(action)
}

/** It stands beside what was done: in the place, if one is open. */
export const isRefusal = (notice: Notice | null): boolean => notice?.kind === 'refused'

/** What stands where talk and customer else are, or nothing. `visited`: the contact whose call is shown. */
export function placeShown(pane: Pane, visited: string | null, around: Around): TemplateResult | typeof nothing {
  const { words } = around.speech
  const place = placeOf(pane)
  if (place !== null) return section(words.floor.places[place.name], place.draw(around))
  return pane === 'call' ? section(words.calls.section, call(around, visited)) : nothing
}

const section = (label: string, content: TemplateResult): TemplateResult =>
  html`<section class="place" aria-label=${label}>${content}</section>`

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
