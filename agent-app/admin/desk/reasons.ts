/** Why an agent is away: a short list in the order in which they are offered. */
import { html, type TemplateResult } from 'lit'
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import { bothField, fieldLook, listField, textField } from '../fields/index.ts'
import { AdminSection } from '../section.ts'
import { deskWords, type DeskWords } from './words.ts'

/** What holds where the configuration names none (hub/config-organisation.ts). */
const builtIn = [
  { key: 'lunch', label: { en: 'Lunch', ja: '昼休み' } },
  { key: 'break', label: { en: 'Break', ja: '休憩' } },
  { key: 'meeting', label: { en: 'Meeting', ja: '会議' } },
  { key: 'training', label: { en: 'Training', ja: '研修' } },
]

export class ReasonsSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook]

  private get words(): DeskWords['reasons'] {
    return deskWords(this.speech.locale).reasons
  }

  #builtIn(): TemplateResult {
    return html`<p class="lead">${this.words.builtIn}</p>
      <ul class="cards">
        ${builtIn.map(({ key, label }) => html`<li class="card"><b>${this.speech.both(label)}</b><span class="facts">${key}</span></li>`)}
      </ul>
      <p class="after">
        <button class="button main" ?disabled=${!this.mayChange} @click=${() => this.editing.set('reasons', builtIn)}>
          ${this.adminWords.entries.makeOwn}
        </button>
      </p>`
  }

  protected override render(): unknown {
    const { words, adminWords } = this
    const reasons = this.editing.list<{ key: string; label: { en: string; ja: string } }>('reasons')
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      ${
        this.editing.at('reasons') === undefined
          ? this.#builtIn()
          : html`<div class="form">
              ${listField(this, {
                at: 'reasons',
                label: words.title,
                help: adminWords.fields.moveHint,
                max: 30,
                addLabel: words.add,
                none: words.none,
                keepsEmpty: true,
                compact: true,
                named: (index) => this.speech.both(reasons[index]!.label) || reasons[index]!.key,
                blank: () => ({ key: `reason-${reasons.length + 1}`, label: { en: '', ja: '' } }),
                draw: (at) =>
                  html`${bothField(this, { at: `${at}/label`, label: words.label })}
                  ${textField(this, { at: `${at}/key`, label: adminWords.fields.key, needed: true, isCode: true })}`,
              })}
            </div>`
      }`
  }
}

customElements.define('mdg-a-admin-reasons', ReasonsSection)
