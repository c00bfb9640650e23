/** Tags that staff may put on a contact, to find it again. */
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import { bothField, fieldLook, group, keyField } from '../fields/index.ts'
import { deskWords, type DeskWords } from './words.ts'

export class TagsSection extends EntriesSection {
  static override styles = [look, adminLook, fieldLook]

  protected override readonly list = 'tags'
  protected override readonly nameKey = 'key'
  protected override readonly max = 200
  protected override readonly firstKey = 'tag'

  private get words(): DeskWords['tags'] {
    return deskWords(this.speech.locale).tags
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    return { label: { en: '', ja: '' } }
  }

  protected override facts(entry: Entry): readonly string[] {
    return [this.keyOf(entry)]
  }

  protected override form(place: string, entry: Entry): unknown {
    const { words, adminWords } = this
    const key = this.keyOf(entry)
    return group(
      words.group,
      '',
      bothField(this, { at: `${place}/label`, label: adminWords.settings['tag']!['label']! }),
      keyField(this, {
        at: `${place}/key`,
        label: adminWords.fields.key,
        help: adminWords.fields.keyHelp,
        taken: this.others(key),
        locked: this.isInForce(key),
        changed: (next) => this.rename(place, next),
      }),
    )
  }
}

customElements.define('mdg-a-admin-tags', TagsSection)
