/** A supervisor's place: how colleagues stand, and under those that are opened what can be done, and whom they have. */
import type { DeskCall, FloorAgent, FloorHeld } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Asks } from '../asks.ts'
import type { CallAsk } from '../calls/key.ts'
import type { Notice } from '../choice.ts'
import { say, type Named } from '../deeds.ts'
import { isLost, teamLines, type TeamLine } from '../floor-rows.ts'
import { icons } from '../icons.ts'
import { dotLook, look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { isPhone } from '../widths.ts'
import { floorLook } from './floor-look.ts'
import { floorPlace } from './floor-place.ts'
import { presenceText } from './presence.ts'
import { RowList, type ListRow } from './row-list.ts'

type Line = TeamLine & ListRow

/**
 * @event mdg-a-deed - `askPresenceOf`, `askRescue`, `askTakeOver`, `askAssign`, `why`, `pane`, `dismissNotice`.
 */
export class Team extends LitElement {
  static override styles = [look, dotLook, floorLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) held!: ReadonlyMap<string, FloorHeld>
  @property({ attribute: false }) calls!: ReadonlyMap<string, DeskCall>
  @property({ attribute: false }) asks!: Asks
  @property({ attribute: false }) notice: Notice | null = null
  /** Counts the desk's changes: the lists change in place. */
  @property({ type: Number }) turn = 0

  @state() private opened: ReadonlySet<string> = new Set()
  @state() search = ''
  readonly #rows = new RowList<Line>(this, (row) => this.#toggle(row.key))

  /** To the rows. */
  override focus(): void {
    void this.updateComplete.then(() => this.#rows.focus())
  }

  #toggle(agent: string): void {
    const opened = new Set(this.opened)
    if (!opened.delete(agent)) opened.add(agent)
    this.opened = opened
  }

  #lines(): readonly Line[] {
    const looking = { opened: this.opened, search: this.search }
    return teamLines(this.lists.agents, this.held.values(), looking).map((line): Line => {
      const height = this.#height(line)
      return line.kind === 'agent' ? { ...line, height, level: 1 } : { ...line, height, level: 2, opened: null }
    })
  }

  #height(line: TeamLine): number {
    const { kind } = line
    // Of a lost line there is more to tell.
    if (kind === 'agent') return (isPhone() ? 84 : 62) + (isLost(line.agent) ? 24 : 0)
    if (kind === 'nothing') return 34
    return isPhone() ? (kind === 'acts' ? 100 : 76) : 54
  }

  #agent(agent: FloorAgent, tab: number): TemplateResult {
    const { speech } = this
    const status = presenceText(speech, agent.status, agent.reason, this.lists.me?.reasons ?? [])
    return html`<div class="cell wide" role="gridcell">
      <button class="head" tabindex=${tab} @click=${() => this.#toggle(agent.agent)}>
        ${icons.fold}<span class="title"
          ><mdg-a-avatar .name=${agent.name} .seed=${agent.agent}></mdg-a-avatar
          ><span class="cut" title=${agent.name}>${agent.name}</span></span
        ><span class="facts"
          ><span
            ><span class="dot ${agent.status}"></span>${status}${
              agent.since === 0 || agent.status === 'offline'
                ? nothing
                : html`<mdg-a-timer .clock=${this.clock} .speech=${speech} .since=${agent.since}></mdg-a-timer>`
            }</span
          >${this.#line(agent)}${this.#load(agent)}</span
        >
      </button>
    </div>`
  }

  /** What stands in the way of whoever waits for this agent. */
  #line(agent: FloorAgent): TemplateResult | typeof nothing {
    const { team } = this.speech.words.floor
    if (!isLost(agent) && agent.link !== 'lost') return nothing
    return html`<span class="late"
      >${icons.warn}${
        agent.graceUntil === null
          ? team.lost
          : html`<mdg-a-timer
              .clock=${this.clock}
              .speech=${this.speech}
              .until=${agent.graceUntil}
              .sentence=${team.lostUntil}
            ></mdg-a-timer>`
      }</span
    >`
  }

  #load({ contacts, usedUnits, capacityUnits }: FloorAgent): TemplateResult | typeof nothing {
    if (contacts === null || usedUnits === null || capacityUnits === null) return nothing
    const { team } = this.speech.words.floor
    const text = team.units(this.speech.number(usedUnits), this.speech.number(capacityUnits))
    return html`<span>${team.contacts(contacts)}</span
      ><span
        ><progress class="load" aria-hidden="true" .value=${usedUnits} .max=${Math.max(1, capacityUnits)}></progress
        >${text}</span
      >`
  }

  #acts(agent: FloorAgent, tab: number): TemplateResult {
    const { team } = this.speech.words.floor
    const setting = this.asks.busy(`force ${agent.agent}`)
    return html`<div class="cell acts many" role="gridcell">
      <button
        class="button wordy"
        tabindex=${tab}
        aria-disabled=${setting}
        @click=${() => setting || say(this, { do: 'askPresenceOf', agent })}
      >
        ${setting ? team.setting : team.setPresence}
      </button>
      ${
        isLost(agent)
          ? html`<button class="button wordy" tabindex=${tab} @click=${() => say(this, { do: 'askRescue', agent })}>
              ${icons.retry}${team.rescue}
            </button>`
          : nothing
      }
    </div>`
  }

  #held(item: FloorHeld, agent: FloorAgent, tab: number): TemplateResult {
    const { speech, asks } = this
    const { team, queues, why } = speech.words.floor
    const name = speech.customer(item.customerName)
    const of: Named = { contact: item.contact, name }
    const queue = this.lists.queues.find((one) => one.queue === item.queue)
    const assigning = asks.busy(`assign ${item.contact}`)
    const taking = asks.busy(`takeOver ${item.contact}`)
    const since = item.parked ?? item.since
    const sentence = item.phase === 'wrapUp' ? team.wrapUpFor : item.parked === null ? team.talkFor : team.parkedFor
    return html`<div class="cell wide" role="gridcell">
        <span class="who"
          ><span class="cut" title=${name}>${name}</span
          ><span class="facts"
            ><span
              ><mdg-a-timer
                .clock=${this.clock}
                .speech=${speech}
                .since=${since}
                .sentence=${sentence}
              ></mdg-a-timer></span
            ><span class="cut"
              >${[queue === undefined ? '' : speech.both(queue.name), speech.both(item.topic)]
                .filter((part) => part !== '')
                .join(' · ')}</span
            ></span
          ></span
        >
      </div>
      <div class="cell acts" role="gridcell">
        ${
          item.phase === 'wrapUp'
            ? nothing
            : html`${this.#listen(item, name, tab)}<button
                  class="button wordy"
                  tabindex=${tab}
                  aria-disabled=${taking}
                  aria-label=${team.takeOverName(name)}
                  @click=${() => taking || say(this, { do: 'askTakeOver', of, from: agent.name })}
                >
                  ${taking ? team.takingOver : team.takeOver}
                </button>
                <button
                  class="button"
                  tabindex=${tab}
                  aria-label=${queues.assign(name)}
                  title=${queues.assign(name)}
                  aria-disabled=${assigning}
                  @click=${() => assigning || say(this, { do: 'askAssign', of })}
                >
                  ${icons.assign}
                </button>`
        }<button
          class="button bare"
          tabindex=${tab}
          aria-label=${why.title(name)}
          title=${why.title(name)}
          @click=${() => say(this, { do: 'why', of })}
        >
          ${icons.why}<span class="word">${why.button}</span>
        </button>
      </div>`
  }

  /** Into the call, unheard at first; how one is in it is changed where it is shown. */
  #listen({ contact, channel }: FloorHeld, name: string, tab: number): TemplateResult | typeof nothing {
    const { calls } = this.speech.words
    if (calls.channel[channel] === undefined) return nothing
    const call = this.calls.get(contact)
    const mode = call?.parties.find(({ leg }) => leg === call.leg)?.mode
    if (call !== undefined && mode !== undefined && mode !== 'consult')
      return html`<span class="tag">${calls.listening[mode]}</span
        ><button
          class="button wordy"
          tabindex=${tab}
          aria-label=${calls.showCall(name)}
          @click=${() => say(this, { do: 'showCall', contact })}
        >
          ${calls.show}
        </button>`
    const asking = this.asks.busy(`call.listen ${contact}`)
    const ask: CallAsk = { verb: 'call.listen', body: { contact, mode: 'monitor' } }
    return html`<button
      class="button"
      tabindex=${tab}
      aria-disabled=${asking}
      aria-label=${calls.listenTo(name)}
      title=${calls.listenTo(name)}
      @click=${() => asking || say(this, { do: 'call', ask, named: name })}
    >
      ${icons.hear}<span class="word">${calls.listen}</span>
    </button>`
  }

  #draw(line: Line, tab: number): TemplateResult {
    switch (line.kind) {
      case 'agent':
        return this.#agent(line.agent, tab)
      case 'acts':
        return this.#acts(line.agent, tab)
      case 'held':
        return this.#held(line.item, line.agent, tab)
      case 'nothing':
        return html`<div class="cell rest" role="gridcell">${this.speech.words.floor.team.nothingHeld}</div>`
    }
  }

  protected override render(): unknown {
    const { places, team } = this.speech.words.floor
    const lines = this.#lines()
    const rows = lines.length === 0 ? null : this.#rows.render(places.team, lines, (line, tab) => this.#draw(line, tab))
    return floorPlace(this, { title: places.team, filter: team.filter, none: team.none }, rows)
  }
}
