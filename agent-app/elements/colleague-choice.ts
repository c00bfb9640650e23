/** A search among colleagues and native radios to choose one by, as the dialogs share them that act on one colleague. */
import type { FloorAgent } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { composing } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import { presenceText } from './presence.ts'
import { shownMax } from './transfer-dialog.ts'

/** From the search into the choices; Enter there must not act on whoever was chosen before. */
export function searchKey(root: ParentNode, event: KeyboardEvent): void {
  if (composing(event) || !['ArrowDown', 'Enter'].includes(event.key)) return
  const first = root.querySelector<HTMLInputElement>('input[type=radio]:not(:disabled)')
  event.preventDefault()
  first?.focus()
  first?.click()
}

export interface ColleagueChoice {
  readonly speech: Speech
  readonly lists: Pick<DeskLists, 'me'>
  /** Who can be chosen. */
  readonly agents: readonly FloorAgent[]
  readonly search: string
  /** The id of the chosen one, '' for none. */
  readonly chosen: string
  choose(agent: string): void
  /** What is said when there is nobody at all, and when the search finds nobody. */
  readonly none: string
  noMatch(search: string): string
  /** Beside what a colleague is doing. */
  more?(agent: FloorAgent): TemplateResult | typeof nothing
}

export function colleagueChoices(choice: ColleagueChoice): TemplateResult {
  const { speech, agents, search, none, noMatch } = choice
  const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
  const found = agents.filter(({ name }) => fold(name).includes(fold(search)))
  if (agents.length === 0) return html`<p class="none quiet">${none}</p>`
  if (found.length === 0) return html`<p class="none quiet" role="status">${noMatch(search)}</p>`
  const unseen = found.length - shownMax
  return html`${repeat(
    found.slice(0, shownMax),
    ({ agent }) => agent,
    (agent) => colleague(agent, choice),
  )}${unseen > 0 ? html`<p class="none quiet">${speech.words.floor.assign.more(unseen)}</p>` : nothing}`
}

function colleague(agent: FloorAgent, { speech, lists, chosen, choose, more }: ColleagueChoice): TemplateResult {
  const { transfer } = speech.words
  // Advice takes no room, and by hand somebody may be given more: only who has signed off cannot be chosen.
  const off = agent.status === 'offline'
  const text = agent.free
    ? transfer.agentFree
    : agent.status === 'available'
      ? transfer.agentBusy
      : presenceText(speech, agent.status, agent.reason, lists.me?.reasons ?? [])
  return html`<label class="choice ${off ? 'off' : ''}">
    <input
      type="radio"
      name="target"
      .value=${agent.agent}
      .checked=${chosen === agent.agent}
      ?disabled=${off}
      @change=${() => choose(agent.agent)}
    /><mdg-a-avatar .name=${agent.name} .seed=${agent.agent}></mdg-a-avatar><span class="cut">${agent.name}</span
    ><span class="facts"><span class=${agent.free ? 'good' : ''}>${text}</span>${more?.(agent) ?? nothing}</span>
  </label>`
}
