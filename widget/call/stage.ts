/** Who is in the call: a shared screen, people who are seen or only heard, and the own picture in a corner. */
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { LineView } from '../../media/client/index.ts'
import { icons } from '../icons.ts'
import { initial, type Running, type Tile } from './screen.ts'
import { signs } from './icons.ts'
import type { CallWords } from './words.ts'

/** A picture without sound: what is heard is played by the line. */
export const picture = (stream: MediaStream, label: string, more = ''): TemplateResult =>
  html`<video class=${more} aria-label=${label} autoplay playsinline .muted=${true} .srcObject=${stream}></video>`

export function stage(words: CallWords, screen: Running, line: LineView | null): TemplateResult {
  const { main, strip } = screen
  const own = line?.ownCamera
  return html`<div class="stage">
    <ul class="large">
      ${tiles(words, main)}
    </ul>
    ${
      strip.length > 0
        ? html`<ul class="strip">
            ${tiles(words, strip)}
          </ul>`
        : nothing
    }
    ${own ? picture(own, words.preview, 'corner mirrored') : nothing}
    ${line?.ownScreen ? html`<p class="sharing">${signs.screen}${words.sharing}</p>` : nothing}
  </div>`
}

const tiles = (words: CallWords, list: readonly Tile[]): unknown =>
  repeat(
    list,
    ({ key }) => key,
    (tile) => one(words, tile),
  )

function one(words: CallWords, { kind, name, picture: stream, level, muted }: Tile): TemplateResult {
  const label = kind === 'screen' ? words.screenOf(name) : name
  return html`<li class="${kind} ${level > 0 ? 'speaks' : ''}">
    ${
      stream
        ? picture(stream, label)
        : html`<span class="initial" aria-hidden="true">${initial(name) || icons.phone}</span>`
    }
    <span class="name"
      >${label}${muted ? html`${signs.muted}<span class="unseen">(${words.muted})</span>` : nothing}</span
    >
  </li>`
}
