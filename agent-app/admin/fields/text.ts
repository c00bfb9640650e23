/** Fields of one text: plain, long, or a short key. */
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { describedBy, framed, idOf, wrongAt, type FieldHost, type FieldPart } from './frame.ts'

interface TextPart extends FieldPart {
  readonly placeholder?: string
  /** Characters. */
  readonly max?: number
  /** Several lines. */
  readonly long?: boolean
  /** Must not be empty. */
  readonly needed?: boolean
  /** Looks at what was typed, and says what is wrong with it; '' for nothing. */
  readonly check?: (text: string) => string
  /** Proposals, by the id of a datalist of the section. */
  readonly list?: string
  readonly locked?: boolean
  /** Monospaced, for what machines read. */
  readonly isCode?: boolean
}

/** A text. Emptied, it is taken out of the document, unless it is needed. */
export function textField(host: FieldHost, part: TextPart): TemplateResult {
  const { at, help, max, placeholder = '', long = false, needed = false } = part
  const found = host.editing.at(at)
  const text = typeof found === 'string' ? found : ''
  const { fields } = host.adminWords
  const local =
    needed && text === '' && isTouched(host, at) ? fields.needed : text === '' ? '' : (part.check?.(text) ?? '')
  const wrong = wrongAt(host, at, local || (max !== undefined && text.length > max ? fields.tooLong(max) : ''))
  const write = (event: Event): void => {
    const { value } = event.target as HTMLInputElement
    host.editing.set(at, value === '' && !needed ? undefined : value)
  }
  const off = !host.mayChange || part.locked === true
  const control = long
    ? html`<textarea
        class="field"
        id=${idOf(at)}
        rows="3"
        placeholder=${placeholder}
        ?disabled=${off}
        aria-invalid=${wrong === '' ? nothing : 'true'}
        aria-describedby=${describedBy(at, help, wrong)}
        .value=${live(text)}
        @input=${write}
      ></textarea>`
    : html`<input
        class="field ${part.isCode === true ? 'code' : ''}"
        id=${idOf(at)}
        type="text"
        autocomplete="off"
        spellcheck=${part.isCode === true ? 'false' : nothing}
        list=${part.list ?? nothing}
        placeholder=${placeholder}
        ?disabled=${off}
        aria-invalid=${wrong === '' ? nothing : 'true'}
        aria-describedby=${describedBy(at, help, wrong)}
        .value=${live(text)}
        @input=${write}
      />`
  return framed(part, wrong, control)
}

/** Nobody is told of what is missing in an entry that has just been made: only once it was something else, or was refused. */
const isTouched = ({ editing }: FieldHost, at: string): boolean => editing.fault?.place === at

/** What a short key may be: of queues, sites, topics, tags. */
const keyForm = /^[a-z0-9][A-Za-z0-9_-]{0,39}$/

interface KeyPart extends FieldPart {
  /** Keys of the others in the list. */
  readonly taken: readonly string[]
  /** It is in force: what is kept refers to it. */
  readonly locked: boolean
  /** Called with a key that can be used, once it is left. */
  readonly changed: (key: string) => void
}

/** The key of an entry: chosen once, written when it is left. */
export function keyField(host: FieldHost, part: KeyPart): TemplateResult {
  const { at, taken, locked, changed } = part
  const { fields } = host.adminWords
  const now = String(host.editing.at(at) ?? '')
  const local = taken.includes(now) ? fields.taken : keyForm.test(now) ? '' : fields.keyForm
  const wrong = wrongAt(host, at, local)
  const help = locked ? fields.keyLocked : part.help
  const write = (event: Event): void => {
    const input = event.target as HTMLInputElement
    const key = input.value.normalize('NFKC').trim()
    if (keyForm.test(key) && !taken.includes(key)) changed(key)
    else input.value = now
  }
  return framed(
    { ...part, help },
    wrong,
    html`<input
      class="field code short"
      id=${idOf(at)}
      type="text"
      autocomplete="off"
      spellcheck="false"
      ?disabled=${!host.mayChange || locked}
      aria-describedby=${describedBy(at, help, wrong)}
      .value=${live(now)}
      @change=${write}
    />`,
  )
}
