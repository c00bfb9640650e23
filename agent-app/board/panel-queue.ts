/** A queue beside the table: how it is served, who waits in it, and who serves it. */
import type { FloorAgent, FloorWaiting } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import { agentState, expectedText } from './columns.ts'
import type { Inside } from './panel.ts'
import { agentRow, type QueueRow } from './rows.ts'

/** Of who waits and who serves the first are listed; the tables have all of them. */
const listedMax = 20

export function queuePanel({ item, day }: QueueRow, inside: Inside): TemplateResult {
  return html`${rules(item, day, inside)}${order(item, inside)}${servedBy(item, inside)}`
}

type Queue = QueueRow['item']

/** How today goes there, as far as the hub has reckoned it. */
function today(day: QueueRow['day'], { speech, words }: Inside): readonly string[] {
  if (day === undefined) return []
  const { queue } = words.panel
  const share = (permille: number | null): string => (permille === null ? '–' : speech.percent(permille / 1_000))
  return [
    queue.target(speech.percent(day.levelPercent / 100), speech.duration(day.levelSeconds * 1_000)),
    queue.level(share(day.levelNow), share(day.level)),
    queue.counted(speech.number(day.answered), speech.number(day.abandoned)),
  ]
}

function rules(queue: Queue, day: QueueRow['day'], inside: Inside): TemplateResult {
  const { speech, words, now, view } = inside
  const expected = expectedText({ speech, words, now, me: view.lists.me }, queue)
  const { queues } = speech.words.floor
  const until = queue.changesAt === null ? null : speech.soon(queue.changesAt, now)
  const hours =
    queue.open === null
      ? []
      : queue.open
        ? [until === null ? queues.open : queues.openUntil(until)]
        : [until === null ? queues.closed : queues.closedUntil(until)]
  const overflow = (queue.overflow ?? []).map(({ name, queue: to, way }) => {
    const target = view.lists.queues.find((one) => one.queue === to)
    return target === undefined ? queues.overflowWay(name, way) : queues.overflowTo(name, speech.both(target.name))
  })
  const facts = [
    ...hours,
    queues.staffing(queue.free, queue.staffed),
    ...(expected === '' ? [] : [words.panel.queue.expected(expected)]),
    ...today(day, inside),
    ...overflow,
  ]
  return html`<section>
    <h4>${words.panel.queue.rules}</h4>
    <ul class="facts">
      ${facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
  </section>`
}

function order(queue: Queue, { host, speech, words, now, desk }: Inside): TemplateResult {
  const line: FloorWaiting[] = []
  for (const item of desk.floor.maps.waiting.values()) if (item.queue === queue.queue) line.push(item)
  line.sort((a, b) => a.order - b.order)
  const { queues } = speech.words.floor
  const more = queue.waiting - Math.min(line.length, listedMax)
  return html`<section>
    <h4>${words.panel.queue.order}<span class="figures quiet">${speech.number(queue.waiting)}</span></h4>
    ${line.length === 0 ? html`<p class="quiet">${queues.nobody}</p>` : nothing}
    <ol class="links">
      ${line.slice(0, listedMax).map(
        (item) =>
          html`<li>
            <button class="link" @click=${() => host.go('contacts', item.contact)}>
              <span class="cut">${speech.customer(item.customerName)}</span
              ><span class="waits figures">${icons.clock}${speech.duration(now - item.enqueuedAt)}</span>
            </button>
          </li>`,
      )}
    </ol>
    ${more > 0 ? html`<p class="quiet">${words.panel.queue.more(speech.number(more))}</p>` : nothing}
    <p class="acts">
      <button class="button" @click=${() => host.show('contacts', queue.queue)}>
        ${words.panel.queue.showContacts}
      </button>
    </p>
  </section>`
}

const rank = (agent: FloorAgent): number =>
  agent.free ? 0 : agent.status === 'available' ? 1 : agent.status === 'away' ? 2 : 3

function servedBy(queue: Queue, inside: Inside): TemplateResult {
  const { host, speech, words, desk, now, view } = inside
  const serving = [...desk.floor.maps.agent.values()].filter(({ queues }) => queues?.includes(queue.queue) ?? false)
  serving.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  const { queue: told } = words.panel
  const telling = { speech, words, now, me: view.lists.me }
  const more = serving.length - listedMax
  return html`<section>
    <h4>${told.servedBy}<span class="figures quiet">${speech.number(serving.length)}</span></h4>
    ${serving.length === 0 ? html`<p class="quiet">${told.nobodyServes}</p>` : nothing}
    <ul class="links">
      ${serving.slice(0, listedMax).map(
        (agent) =>
          html`<li>
            <button class="link" @click=${() => host.go('agents', agent.agent)}>
              <span class="cut">${agent.name}</span><span class="state">${agentState(agentRow(agent), telling)}</span>
            </button>
          </li>`,
      )}
    </ul>
    ${more > 0 ? html`<p class="quiet">${told.more(speech.number(more))}</p>` : nothing}
    <p class="acts">
      <button class="button" @click=${() => host.show('agents', queue.queue)}>${told.showAgents}</button>
    </p>
  </section>`
}
