/** A contact beside the table: where it is and why, what may be done about it, and its talk while it goes on. */
import { html, nothing, type TemplateResult } from 'lit'
import type { CallAsk } from '../calls/key.ts'
import { say, type Named } from '../deeds.ts'
import { isTakeable } from '../floor-rows.ts'
import { icons } from '../icons.ts'
import { may } from '../may.ts'
import type { Inside } from './panel.ts'
import type { ContactRow } from './rows.ts'

export function contactPanel(row: ContactRow, inside: Inside): TemplateResult {
  return html`${facts(row, inside)}${acts(row, inside)}${inCall(row, inside)}${talk(row, inside)}`
}

function talk(
  { key, customerName }: ContactRow,
  { speech, words, desk, view, now }: Inside,
): TemplateResult | typeof nothing {
  if (!may(view.lists.me, 'contacts.listen')) return nothing
  return html`<mdg-a-board-talk
    .speech=${speech}
    .words=${words}
    .floor=${desk.floor}
    .contact=${key}
    .customerName=${customerName}
    .now=${now}
    .isOwn=${desk.isMine}
  ></mdg-a-board-talk>`
}

/** Where it is, as one sentence. */
function where(row: ContactRow, { speech, words, now }: Inside): string {
  const { contact } = words.panel
  const time = speech.duration(now - row.since)
  switch (row.state) {
    case 'waiting':
      return contact.waitsIn(speech.both(row.queueName), time)
    case 'offered':
      return contact.ringsAt(row.withName, time)
    case 'talking':
      return contact.talksWith(row.withName, time)
    case 'parked':
      return contact.restsWith(row.withName, time)
    case 'wrapUp':
      return contact.wrapsUp(row.withName, time)
  }
}

function facts(row: ContactRow, inside: Inside): TemplateResult {
  const { host, speech, words } = inside
  const { of, kind } = row.item
  const { queues } = speech.words.floor
  const more =
    kind === 'waiting'
      ? [queues.phase[of.phase](of.offeredTo), of.onlyFor === '' ? '' : queues.onlyFor(of.onlyFor)]
      : []
  const told = [words.channels[of.channel] ?? of.channel, speech.both(of.topic), ...more].filter((fact) => fact !== '')
  const named: Named = { contact: row.key, name: speech.customer(row.customerName) }
  return html`<section>
    <h4>${words.panel.contact.facts}</h4>
    <p class="big">${where(row, inside)}</p>
    <ul class="facts">
      ${told.map((fact) => html`<li>${fact}</li>`)}
    </ul>
    <ul class="tags">
      <li>
        <button class="tag" @click=${() => host.go('queues', of.queue)}>
          ${words.panel.contact.queue(speech.both(row.queueName))}
        </button>
      </li>
      ${
        kind === 'held'
          ? html`<li>
              <button class="tag" @click=${() => host.go('agents', of.agent)}>${icons.person}${row.withName}</button>
            </li>`
          : nothing
      }
      ${
        may(inside.view.lists.me, 'contacts.read')
          ? html`<li>
              <button class="tag" @click=${() => say(host, { do: 'why', of: named })}>
                ${icons.why}${words.panel.contact.why}
              </button>
            </li>`
          : nothing
      }
    </ul>
  </section>`
}

function acts(row: ContactRow, { host, speech, words, desk, view }: Inside): TemplateResult | typeof nothing {
  const { me, ownQueues } = view.lists
  const { item } = row
  const { contact: told } = words.panel
  const { queues, team } = speech.words.floor
  const of: Named = { contact: row.key, name: speech.customer(row.customerName) }
  const isOver = row.state === 'wrapUp'
  const mayAssign = may(me, 'contacts.assign') && !isOver
  const mayTake =
    item.kind === 'waiting' &&
    may(me, 'contacts.serve') &&
    isTakeable(item.of, ownQueues === null || ownQueues.has(item.of.queue), me)
  if (!mayAssign && !mayTake) return nothing
  const busy = (deed: string): boolean => desk.asks.busy(`${deed} ${row.key}`)
  return html`<p class="acts">
    ${
      mayTake
        ? html`<button
            class="button main"
            aria-disabled=${busy('pull')}
            @click=${() => busy('pull') || say(host, { do: 'pull', of })}
          >
            ${busy('pull') ? queues.taking : told.take}
          </button>`
        : nothing
    }${
      mayAssign
        ? html`<button
            class="button"
            aria-disabled=${busy('assign')}
            @click=${() => busy('assign') || say(host, { do: 'askAssign', of })}
          >
            ${icons.assign}${told.assign}
          </button>`
        : nothing
    }${
      mayAssign && item.kind === 'held'
        ? html`<button
            class="button"
            aria-disabled=${busy('takeOver')}
            @click=${() => busy('takeOver') || say(host, { do: 'askTakeOver', of, from: row.withName })}
          >
            ${busy('takeOver') ? team.takingOver : told.takeOver}
          </button>`
        : nothing
    }
  </p>`
}

const modes = ['monitor', 'whisper', 'barge'] as const

/** Into the call, where there is one: unheard, heard by the agent alone, or by all. Nobody is in it by accident. */
function inCall(row: ContactRow, { host, speech, words, desk, view }: Inside): TemplateResult | typeof nothing {
  const { me } = view.lists
  const isCall = speech.words.calls.channel[row.item.of.channel] !== undefined
  if (!isCall || row.item.kind !== 'held' || row.state === 'wrapUp' || !may(me, 'contacts.listen')) return nothing
  const { contact: told } = words.panel
  const contact = row.item.of.contact
  const call = desk.calls.all.get(contact)
  const mode = call?.parties.find(({ leg }) => leg === call.leg)?.mode
  const isIn = call !== undefined && mode !== undefined && mode !== 'consult'
  const asking = desk.asks.busy(`call.listen ${contact}`)
  const named = speech.customer(row.customerName)
  // To be heard there takes the right to lead.
  const open = may(me, 'agents.lead') ? modes : modes.slice(0, 1)
  return html`<p class="acts">
      ${open.map((one) => {
        const ask: CallAsk = { verb: 'call.listen', body: { contact, mode: one } }
        return html`<button
          class="button"
          aria-disabled=${asking}
          aria-pressed=${isIn ? one === mode : nothing}
          @click=${() => asking || one === mode || say(host, { do: 'call', ask, named })}
        >
          ${one === 'monitor' ? icons.hear : one === 'whisper' ? icons.person : icons.people}${told[one]}
        </button>`
      })}
    </p>
    ${
      isIn
        ? html`<p class="acts">
            <span class="quiet">${told.inCall}</span
            ><button class="button" @click=${() => say(host, { do: 'showCall', contact })}>${told.toCall}</button>
          </p>`
        : nothing
    }`
}
