/** A row where there is no room for columns: its name and what matters most of it above, the rest below. */
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import { agentState, contactState, levelCell, type Telling } from './columns.ts'
import type { AgentRow, ContactRow, QueueRow, Row } from './rows.ts'

export function card(row: Row, telling: Telling): TemplateResult {
  switch (row.table) {
    case 'queues':
      return queueCard(row, telling)
    case 'agents':
      return agentCard(row, telling)
    case 'contacts':
      return contactCard(row, telling)
  }
}

const lines = (first: TemplateResult, second: TemplateResult): TemplateResult =>
  html`<span class="first">${first}</span><span class="second">${second}</span>`

function queueCard(row: QueueRow, telling: Telling): TemplateResult {
  const { speech, words, now } = telling
  const { item, state } = row
  const { queues } = speech.words.floor
  return lines(
    html`<span class="cut">${speech.both(item.name)}</span
      >${state === 'closed' ? html`<span class="tag">${words.states.queues.closed}</span>` : nothing}<span
        class=${item.waiting > 0 ? 'waits' : 'quiet'}
        >${queues.waiting(item.waiting)}</span
      >`,
    html`${
        item.longestSince === null
          ? nothing
          : html`<span class="waits">${icons.clock}${speech.duration(now - item.longestSince)}</span>`
      }<span>${levelCell(telling, row.day, 'levelNow')}</span><span>${queues.staffing(item.free, item.staffed)}</span>`,
  )
}

function agentCard(row: AgentRow, telling: Telling): TemplateResult {
  const { speech, now } = telling
  const { item } = row
  const isTimed = item.since !== 0 && item.status !== 'offline'
  return lines(
    html`<span class="cut">${item.name}</span>`,
    html`<span>${agentState(row, telling)}</span
      >${isTimed ? html`<span>${speech.duration(now - item.since)}</span>` : nothing}<span
        >${speech.words.floor.team.contacts(item.contacts ?? 0)}</span
      >`,
  )
}

function contactCard(row: ContactRow, telling: Telling): TemplateResult {
  const { speech, now } = telling
  return lines(
    html`<span class="cut">${speech.customer(row.customerName)}</span>${contactState(row, telling)}`,
    html`<span>${speech.duration(now - row.since)}</span
      >${row.withName === '' ? nothing : html`<span class="cut">${row.withName}</span>`}<span class="cut"
        >${speech.both(row.queueName)}</span
      >`,
  )
}
