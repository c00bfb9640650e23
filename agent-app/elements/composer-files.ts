/** The files of a message that is being written: those on their way, those that failed, those that are there. */
import type { AttachmentInfo } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'
import type { Upload } from '../uploads.ts'

/** What the chips are made of. `host` says what is pressed on them. */
export interface Files {
  readonly host: HTMLElement
  readonly speech: Speech
  readonly contact: string
  readonly attachments: readonly AttachmentInfo[]
  readonly uploads: readonly Upload[]
  readonly bytesMax: number
}

export function fileChips(files: Files): TemplateResult | typeof nothing {
  const { attachments, uploads, speech } = files
  if (attachments.length + uploads.length === 0) return nothing
  return html`<ul class="files">
    ${attachments.map(
      (file) =>
        html`<li class="chip">
          ${icons.file}<span class="chip-text"
            ><span class="cut">${file.name}</span><span class="quiet">${speech.size(file.sizeBytes)}</span></span
          >${remove(files, file.attachment, file.name)}
        </li>`,
    )}
    ${uploads.map((upload) => uploading(files, upload))}
  </ul>`
}

function uploading(files: Files, upload: Upload): TemplateResult {
  const { words } = files.speech
  const why = upload.problem === null ? null : words.uploads[upload.problem]
  const reason = typeof why === 'function' ? why(files.speech.size(files.bytesMax)) : why
  return html`<li class="chip ${reason === null ? '' : 'failed'}">
    ${reason === null ? icons.file : icons.warn}
    <span class="chip-text">
      <span class="cut">${upload.name}</span>
      ${
        reason === null
          ? html`<progress aria-label=${upload.name} max="1" .value=${upload.share}></progress>`
          : html`<span role="alert">${reason}</span>`
      }
    </span>
    ${upload.problem === 'failed' ? again(files, upload) : nothing} ${remove(files, upload.key, upload.name)}
  </li>`
}

const again = ({ host, speech }: Files, { key, name }: Upload): TemplateResult =>
  square(speech.words.composer.retry(name), icons.retry, () => say(host, { do: 'retryUpload', key }))

const remove = ({ host, speech, contact }: Files, key: string, name: string): TemplateResult =>
  square(speech.words.composer.remove(name), icons.close, () => say(host, { do: 'detach', contact, key }))

const square = (words: string, icon: TemplateResult, press: () => void): TemplateResult =>
  html`<button class="button bare square small" aria-label=${words} title=${words} @click=${press}>${icon}</button>`
