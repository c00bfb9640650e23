/** What the places beside the desk have alike: a way back, a title, a search, a notice, and rows or why there are none. */
import { html, type LitElement, type TemplateResult } from 'lit'
import type { Notice } from '../choice.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'

interface Place extends LitElement {
  readonly speech: Speech
  readonly notice: Notice | null
  search: string
}

/** `rows` null: there are none, or none that the search finds. `above`: what stands over them. */
export function floorPlace(
  place: Place,
  words: { readonly title: string; readonly filter: string; readonly none: string },
  rows: TemplateResult | null,
  above: TemplateResult | null = null,
): TemplateResult {
  const { floor } = place.speech.words
  return html`<header>
      <button
        class="button bare square back"
        aria-label=${floor.places.back}
        @click=${() => say(place, { do: 'pane', pane: 'list' })}
      >
        ${icons.back}
      </button>
      <h2>${words.title}</h2>
      <label class="search"
        ><span class="unseen">${words.filter}</span>${icons.search}<input
          class="field"
          type="search"
          autocomplete="off"
          placeholder=${words.filter}
          .value=${place.search}
          @input=${(event: InputEvent) => (place.search = (event.target as HTMLInputElement).value)}
      /></label>
    </header>
    <mdg-a-notice .speech=${place.speech} .notice=${place.notice}></mdg-a-notice>
    ${above}${
      rows ??
      html`<p class="none quiet" role="status">${place.search === '' ? words.none : floor.noMatch(place.search)}</p>`
    }`
}
