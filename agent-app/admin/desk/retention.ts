/** How long each site's contacts are kept after their end, and then erased for good. */
import { css, html } from 'lit'
import { look } from '../../look.ts'
import { adminLook } from '../admin-look.ts'
import type { Entry } from '../entries.ts'
import { fieldLook, numberField } from '../fields/index.ts'
import { AdminSection } from '../section.ts'
import { deskWords } from './words.ts'

export class RetentionSection extends AdminSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      .sites {
        display: grid;
        gap: var(--mdg-space-4);
      }
      .sites > li {
        padding: var(--mdg-space-3) var(--mdg-space-4);
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
      }
      .site {
        display: flex;
        gap: var(--mdg-space-2);
        align-items: baseline;
        margin-bottom: var(--mdg-space-2);
        font-weight: 600;
      }
    `,
  ]

  protected override render(): unknown {
    const words = deskWords(this.speech.locale).retention
    const sites = this.editing.list<Entry>('sites')
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      ${sites.length === 0 ? html`<p class="nobody quiet">${words.none}</p>` : ''}
      <ul class="sites">
        ${sites.map((site, at) => {
          const name = site['name'] as { en: string; ja: string } | undefined
          const called = name === undefined ? String(site['id']) : this.speech.both(name)
          return html`<li>
            <p class="site">${called}<span class="facts">${String(site['id'])}</span></p>
            ${numberField(this, {
              at: `sites/${at}/retentionDays`,
              label: words.label(called),
              help: words.help,
              unit: words.days,
              builtIn: words.forEver,
              min: 1,
              max: 36_500,
            })}
          </li>`
        })}
      </ul>`
  }
}

customElements.define('mdg-a-admin-retention', RetentionSection)
