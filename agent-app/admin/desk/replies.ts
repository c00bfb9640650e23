/** Quick replies: what agents write often, in both languages, with variables, for all queues or some. */
import { css, html, nothing, type TemplateResult } from 'lit'
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import { bothField, fieldLook, group, keyField, ticksField, type Option } from '../fields/index.ts'
import { filledIn, unknownVariables } from './template.ts'
import { deskWords, type DeskWords } from './words.ts'

/** What a reply may hold, as the desk fills it in; `field.NAME` is any field of the contact. */
const variables = ['customer', 'agent', 'queue', 'date', 'time', 'field.'] as const

interface Text {
  readonly en?: string
  readonly ja?: string
}

export class RepliesSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      .preview {
        display: grid;
        gap: var(--mdg-space-2);
      }
      .preview p {
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-accent-soft);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .variables {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mdg-space-1) var(--mdg-space-3);
        font-size: var(--mdg-size-13);
      }
    `,
  ]

  protected override readonly list = 'replies'
  protected override readonly nameKey = 'key'
  protected override readonly max = 500
  protected override readonly firstKey = 'reply'

  private get words(): DeskWords['replies'] {
    return deskWords(this.speech.locale).replies
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    return { title: { en: '', ja: '' }, text: { en: '', ja: '' } }
  }

  protected override facts(entry: Entry): readonly string[] {
    const text = (entry['text'] ?? {}) as Text
    const shown = text[this.speech.locale] ?? ''
    const queues = Array.isArray(entry['queues']) ? [this.words.queueCount(entry['queues'].length)] : []
    return [shown.length > 90 ? `${shown.slice(0, 90)}…` : shown, ...queues].filter((one) => one !== '')
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const names = adminWords.settings['reply']!
    const key = this.keyOf(entry)
    const text = (entry['text'] ?? {}) as Text
    const unknown = unknownVariables(`${text.en ?? ''} ${text.ja ?? ''}`, variables)
    const queues = this.editing.list<Entry>('queues').map((queue): Option => [String(queue['id']), this.called(queue)])
    return html`${group(
      words.group,
      '',
      bothField(this, { at: `${place}/title`, label: names['title']!, help: words.titleHelp }),
      bothField(this, { at: `${place}/text`, label: names['text']!, long: true, max: 2_000 }),
      this.#variables(unknown),
      this.#preview(text),
      ticksField(this, {
        at: `${place}/queues`,
        label: names['queues']!,
        options: queues,
        all: words.allQueues,
        emptyIsAll: true,
      }),
      keyField(this, {
        at: `${place}/key`,
        label: names['key']!,
        help: words.keyHelp,
        taken: this.others(key),
        locked: false,
        changed: (next) => this.rename(place, next),
      }),
    )}`
  }

  #variables(unknown: readonly string[]): TemplateResult {
    const { words } = this
    return html`<div>
      <p class="help">${words.variables}</p>
      <p class="variables">
        ${variables.map((name) => html`<span><code class="code">{${name === 'field.' ? 'field.NAME' : name}}</code> ${words.means[name]}</span>`)}
      </p>
      ${unknown.length === 0 ? nothing : html`<p class="wrong" role="status">${words.unknown(unknown)}</p>`}
    </div>`
  }

  /** As an agent would send it. */
  #preview(text: Text): TemplateResult | typeof nothing {
    if ((text.en ?? '') === '' && (text.ja ?? '') === '') return nothing
    const now = this.clock.now()
    const values: Readonly<Record<string, string>> = {
      ...this.words.sample,
      date: this.speech.day(now, now - 10 * 86_400_000),
      time: this.speech.time(now),
    }
    const filled = (part = ''): string =>
      filledIn(part, (name) => values[name.startsWith('field.') ? 'field.' : name] ?? null)
    return html`<div class="preview" role="group" aria-label=${this.words.preview}>
      <span class="help">${this.words.preview}</span>
      <p lang="en">${filled(text.en)}</p>
      <p lang="ja">${filled(text.ja)}</p>
    </div>`
  }
}

customElements.define('mdg-a-admin-replies', RepliesSection)
