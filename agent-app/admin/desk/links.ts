/** Links beside a customer into other systems, such as a shop's orders: an address with variables, percent-encoded when it is filled in. */
import { css, html, nothing } from 'lit'
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import { bothField, fieldLook, group, keyField, textField } from '../fields/index.ts'
import { filledIn, unknownVariables } from './template.ts'
import { deskWords, type DeskWords } from './words.ts'

const variables = [
  'customer.id',
  'customer.name',
  'customer.email',
  'customer.phone',
  'customer.company',
  'contact.id',
  'field.',
] as const

export class LinksSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      .example {
        overflow-wrap: anywhere;
      }
    `,
  ]

  protected override readonly list = 'links'
  protected override readonly nameKey = 'key'
  protected override readonly max = 20
  protected override readonly firstKey = 'link'

  private get words(): DeskWords['links'] {
    return deskWords(this.speech.locale).links
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    return { label: { en: '', ja: '' }, url: 'https://' }
  }

  protected override facts(entry: Entry): readonly string[] {
    return [String(entry['url'] ?? '')]
  }

  #wrong(url: string): string {
    const { words } = this
    if (!/^https?:\/\/[^\s{}/]+/.test(url)) return words.notAddress
    const unknown = unknownVariables(url, variables)
    return unknown.length === 0 ? '' : words.unknown(unknown)
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const names = adminWords.settings['link']!
    const key = this.keyOf(entry)
    const url = String(entry['url'] ?? '')
    const sample = (name: string): string | null =>
      encodeURIComponent(words.sample[name.startsWith('field.') ? 'field.' : name] ?? '') || null
    return group(
      words.group,
      '',
      bothField(this, { at: `${place}/label`, label: names['label']! }),
      textField(this, {
        at: `${place}/url`,
        label: names['url']!,
        help: words.urlHelp(variables.map((name) => `{${name === 'field.' ? 'field.NAME' : name}}`)),
        placeholder: 'https://crm.example.jp/customers/{customer.id}',
        needed: true,
        isCode: true,
        max: 1_000,
        check: (text) => this.#wrong(text),
      }),
      this.#wrong(url) === '' ? html`<p class="help example">${words.example(filledIn(url, sample))}</p>` : nothing,
      keyField(this, {
        at: `${place}/key`,
        label: adminWords.fields.key,
        help: words.keyHelp,
        taken: this.others(key),
        locked: false,
        changed: (next) => this.rename(place, next),
      }),
    )
  }
}

customElements.define('mdg-a-admin-links', LinksSection)
