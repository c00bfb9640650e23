/** A text in both languages, side by side, each field in its own language for spell-checkers and voices. */
import type { Locale } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { grouped, idOf, wrongAt, type FieldHost, type FieldPart } from './frame.ts'

interface BothPart extends FieldPart {
  readonly long?: boolean
  /** May be left out: emptied in both languages it is taken out of the document. */
  readonly optional?: boolean
  /** Characters in each. */
  readonly max?: number
  /** The label is not shown; it still names the fields. */
  readonly compact?: boolean
}

export function bothField(host: FieldHost, part: BothPart): TemplateResult {
  const { at, max = 80, optional = false } = part
  const { fields } = host.adminWords
  const text = { en: textIn(host, at, 'en'), ja: textIn(host, at, 'ja') }
  const missing = text.en === '' && text.ja !== '' ? 'en' : text.ja === '' && text.en !== '' ? 'ja' : null
  const isLong = text.en.length > max || text.ja.length > max
  const local = missing !== null ? fields.bothNeeded[missing] : isLong ? fields.tooLong(max) : ''
  const wrong = wrongAt(host, at, local, true)
  const write = (lang: Locale, value: string): void => {
    const both = { ...text, [lang]: value }
    host.editing.set(at, optional && both.en === '' && both.ja === '' ? undefined : both)
  }
  return grouped(
    part,
    wrong,
    html`<div class="two">
      ${(['en', 'ja'] as const).map((lang) => one(host, part, lang, text[lang], wrong, write))}
    </div>`,
  )
}

function textIn({ editing }: FieldHost, at: string, lang: Locale): string {
  const found = editing.at(`${at}/${lang}`)
  return typeof found === 'string' ? found : ''
}

function one(
  host: FieldHost,
  { at, label, long = false }: BothPart,
  lang: Locale,
  text: string,
  wrong: string,
  write: (lang: Locale, value: string) => void,
): TemplateResult {
  const { languages } = host.adminWords.fields
  const heard = (event: Event): void => write(lang, (event.target as HTMLInputElement).value)
  const id = `${idOf(at)}-${lang}`
  const name = `${label}, ${languages[lang]}`
  const invalid = wrong !== '' && text === '' ? 'true' : nothing
  return html`<div class="tongue">
    <span class="language" aria-hidden="true">${languages[lang]}</span>${
      long
        ? html`<textarea
            class="field"
            id=${id}
            rows="3"
            lang=${lang}
            aria-label=${name}
            aria-invalid=${invalid}
            ?disabled=${!host.mayChange}
            .value=${live(text)}
            @input=${heard}
          ></textarea>`
        : html`<input
            class="field"
            id=${id}
            type="text"
            autocomplete="off"
            lang=${lang}
            aria-label=${name}
            aria-invalid=${invalid}
            ?disabled=${!host.mayChange}
            .value=${live(text)}
            @input=${heard}
          />`
    }
  </div>`
}
