/** What each role may do: the built-in ones as a table, and the company's own, which are part of the shared draft. */
import { builtInRoles, rights, type Right } from '#protocol'
import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { PeopleWords } from '../../translations/en-admin-people.ts'
import { adminLook } from '../admin-look.ts'
import { bothField, fieldLook, listField, textField, ticksField } from '../fields/index.ts'
import { AdminSection } from '../section.ts'
import { watchLook } from '../watch/watch-look.ts'
import { peopleWords } from './accounts.ts'
import { peopleLook } from './people-look.ts'

export class RolesSection extends AdminSection {
  static override styles = [look, adminLook, fieldLook, watchLook, peopleLook]

  private get words(): PeopleWords['roles'] {
    return peopleWords(this.speech).roles
  }

  protected override render(): unknown {
    const { words } = this
    const own = this.editing.list('roles')
    return html`<div class="head"><h2 tabindex="-1">${words.title}</h2></div>
      <p class="lead">${words.lead}</p>
      <section class="group">
        ${listField(this, {
          at: 'roles',
          label: words.own,
          help: words.ownLead,
          max: 50,
          addLabel: words.add,
          none: words.none,
          named: (index) => words.nth(index + 1),
          blank: () => ({ id: `role-${own.length + 1}`, name: { en: '', ja: '' }, rights: [] }),
          draw: (at) =>
            html`${bothField(this, { at: `${at}/name`, label: words.name })}
            ${textField(this, { at: `${at}/id`, label: words.id, needed: true, isCode: true, max: 40 })}
            ${ticksField(this, {
              at: `${at}/rights`,
              label: words.rights,
              options: rights.map((right) => [right, words.words[right] ?? right]),
            })}`,
        })}
      </section>
      <section class="group">
        <h3 id="table">${words.table}</h3>
        ${this.#table()}
      </section>`
  }

  #table(): TemplateResult {
    const { words } = this
    const roles = Object.entries(builtInRoles) as [string, readonly Right[]][]
    return html`<div class="matrix" role="region" aria-labelledby="table" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.right}</th>
            ${roles.map(([role]) => html`<th scope="col">${words.names[role] ?? role}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rights.map(
            (right) =>
              html`<tr>
                <th scope="row">${words.words[right] ?? right}</th>
                ${roles.map(
                  ([, given]) =>
                    html`<td>
                      ${given.includes(right) ? icons.check : nothing}<span class="unseen"
                        >${given.includes(right) ? words.yes : words.no}</span
                      >
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }
}

customElements.define('mdg-a-admin-roles', RolesSection)
