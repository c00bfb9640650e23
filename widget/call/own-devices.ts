/** Microphone, camera and loudspeaker: which is used, whether it works, and what to do when it does not. */
import { html, nothing, type TemplateResult } from 'lit'
import type { CallLine, DeviceKind, OwnDevices } from '../../media/client/index.ts'
import { icons } from '../icons.ts'
import { signs } from './icons.ts'
import { picture } from './stage.ts'
import type { CallWords } from './words.ts'

type Own = CallLine | OwnDevices

/** Why it does not work, with a button to try again; nothing when it does. */
export function trouble(words: CallWords, own: Own, kind: 'microphone' | 'camera'): TemplateResult | typeof nothing {
  const { state } = own.view[kind]
  if (state === 'off' || state === 'asking' || state === 'on') return nothing
  const again = (): unknown => (kind === 'camera' ? own.setCamera(true) : own.setMicrophone(true))
  return html`<div class="note" role="alert">
    ${icons.warn}<span>${words.trouble[kind][state]}</span>
    <button @click=${again}>${words.again}</button>
  </div>`
}

/** One choice for each kind of which there is more than one. */
export function choices(words: CallWords, own: Own, kinds: readonly DeviceKind[]): TemplateResult[] {
  const { view } = own
  return kinds.flatMap((kind) => {
    const some = view.choices.filter((choice) => choice.kind === kind)
    if (some.length < 2) return []
    const used = kind === 'speaker' ? view.speakerId : view[kind].deviceId
    return html`<label
      >${words[kind]}
      <select @change=${({ target }: Event) => own.chooseDevice(kind, (target as HTMLSelectElement).value)}>
        ${some.map(({ deviceId, label }) => html`<option value=${deviceId} ?selected=${deviceId === used}>${label || words.usual}</option>`)}
      </select></label
    >`
  })
}

/** Moves with the own voice; the element that shows it sets its value (mdg-call.ts). */
export const meter = (words: CallWords): TemplateResult =>
  html`<div class="level">${signs.microphone}<meter min="0" max="1" aria-label=${words.level}></meter></div>`

/** What is in force before a call: what will be heard, with `camera` what will be seen. */
export function check(words: CallWords, own: Own, camera: boolean): TemplateResult {
  const { ownCamera, camera: seen } = own.view
  const isOn = seen.state === 'on'
  return html`${
    camera
      ? html`<div class="preview">
          ${ownCamera ? picture(ownCamera, words.preview, 'mirrored') : html`<p>${seen.state === 'asking' ? words.wait : words.noPreview}</p>`}
          ${
            isOn || seen.state === 'off'
              ? html`<button @click=${() => own.setCamera(!isOn)}>${isOn ? words.cameraOff : words.cameraOn}</button>`
              : nothing
          }
        </div>`
      : nothing
  }
  ${meter(words)} ${trouble(words, own, 'microphone')} ${camera ? trouble(words, own, 'camera') : nothing}
  ${choices(words, own, camera ? ['microphone', 'camera', 'speaker'] : ['microphone', 'speaker'])}`
}
