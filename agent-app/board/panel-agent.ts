/** An agent beside the table: what they do, whom they have, what they serve, and what may be done about it. */
import type { FloorHeld } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../deeds.ts'
import { isLost } from '../floor-rows.ts'
import { icons } from '../icons.ts'
import { may } from '../may.ts'
import { agentState } from './columns.ts'
import type { Inside } from './panel.ts'
import type { AgentRow } from './rows.ts'

export function agentPanel(row: AgentRow, inside: Inside): TemplateResult {
  return html`${now(row, inside)}${acts(row, inside)}${contacts(row, inside)}${serves(row, inside)}`
}

function now(row: AgentRow, { speech, words, now: at, view }: Inside): TemplateResult {
  const { item } = row
  const { team } = speech.words.floor
  const isTimed = item.since !== 0 && item.status !== 'offline'
  const facts = [
    item.usedUnits === null || item.capacityUnits === null
      ? ''
      : words.panel.agent.units(speech.number(item.usedUnits), speech.number(item.capacityUnits)),
    row.day?.occupancyPermille == null
      ? ''
      : words.panel.agent.occupancy(speech.percent(row.day.occupancyPermille / 1_000)),
  ].filter((fact) => fact !== '')
  return html`<section>
    <h4>${words.panel.agent.now}</h4>
    <p class="state big">
      ${agentState(row, { speech, words, now: at, me: view.lists.me })}${
        isTimed ? html`<span class="figures quiet">${speech.duration(at - item.since)}</span>` : nothing
      }
    </p>
    ${
      item.graceUntil === null
        ? nothing
        : html`<p class="late">${icons.warn}${team.lostUntil(speech.duration(item.graceUntil - at))}</p>`
    }
    <ul class="facts">
      ${facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
  </section>`
}

function acts({ item, day }: AgentRow, inside: Inside): TemplateResult | typeof nothing {
  const { host, speech, words, desk, view } = inside
  const { team } = speech.words.floor
  const { me } = view.lists
  const [leads, assigns] = [may(me, 'agents.lead'), may(me, 'contacts.assign') && isLost(item)]
  if (!leads && !assigns) return nothing
  const setting = desk.asks.busy(`force ${item.agent}`)
  return html`<p class="acts">
      ${
        leads
          ? html`<button
              class="button"
              aria-disabled=${setting}
              @click=${() => setting || say(host, { do: 'askPresenceOf', agent: item })}
            >
              ${setting ? team.setting : team.setPresence}
            </button>`
          : nothing
      }${
        assigns
          ? html`<button class="button" @click=${() => say(host, { do: 'askRescue', agent: item })}>
              ${icons.retry}${team.rescue}
            </button>`
          : nothing
      }
    </p>
    ${
      leads
        ? html`<mdg-a-board-lead
            .speech=${speech}
            .words=${words}
            .floor=${desk.floor}
            .agent=${item}
            .day=${day}
            .queues=${view.lists.queues}
          ></mdg-a-board-lead>`
        : nothing
    }`
}

function contacts({ item }: AgentRow, { host, speech, words, desk, now: at }: Inside): TemplateResult {
  const mine: FloorHeld[] = []
  for (const held of desk.floor.maps.held.values()) if (held.agent === item.agent) mine.push(held)
  mine.sort((a, b) => a.since - b.since)
  const { agent } = words.panel
  const { team } = speech.words.floor
  const told = ({ phase, parked, since }: FloorHeld): string => {
    if (phase === 'wrapUp') return team.wrapUpFor(speech.duration(at - since))
    return parked === null ? team.talkFor(speech.duration(at - since)) : team.parkedFor(speech.duration(at - parked))
  }
  return html`<section>
    <h4>${agent.contacts}<span class="figures quiet">${speech.number(item.contacts ?? mine.length)}</span></h4>
    ${mine.length === 0 ? html`<p class="quiet">${agent.noContacts}</p>` : nothing}
    <ul class="links">
      ${mine.map(
        (held) =>
          html`<li>
            <button class="link" @click=${() => host.go('contacts', held.contact)}>
              <span class="cut">${speech.customer(held.customerName)}</span
              ><span class="quiet figures">${told(held)}</span>
            </button>
          </li>`,
      )}
    </ul>
  </section>`
}

function serves({ item, day }: AgentRow, { host, speech, words, view }: Inside): TemplateResult {
  const names = (item.queues ?? []).map((id) => {
    const queue = view.lists.queues.find((one) => one.queue === id)
    return { id, name: queue === undefined ? id : speech.both(queue.name) }
  })
  return html`<section>
      <h4>${words.panel.agent.queues}</h4>
      <ul class="tags">
        ${names.map(
          ({ id, name }) => html`<li><button class="tag" @click=${() => host.go('queues', id)}>${name}</button></li>`,
        )}
      </ul>
    </section>
    <section>
      <h4>${words.panel.agent.skills}</h4>
      ${
        day === undefined || day.skills.length === 0
          ? html`<p class="quiet">${words.panel.agent.noSkills}</p>`
          : html`<ul class="facts">
              ${day.skills.map(({ name, level }) => html`<li>${words.panel.agent.level(name, speech.number(level))}</li>`)}
            </ul>`
      }
    </section>`
}
