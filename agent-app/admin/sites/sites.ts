/**
 * Sites: where the widget may stand, what it asks and whom it invites, whose word it believes, where its contacts go and how it
 * looks, with the widget itself beside. What is asked, invitations and identity have files of their own.
 */
import type { BothLanguages } from '#protocol'
import { css, html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { state } from 'lit/decorators.js'
import { look } from '../../look.ts'
import { enSites, type SiteWords } from '../../translations/en-admin-sites.ts'
import { jaSites } from '../../translations/ja-admin-sites.ts'
import { adminLook } from '../admin-look.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import {
  bothField,
  choiceField,
  fieldLook,
  framed,
  group,
  idOf,
  keyField,
  listField,
  numberField,
  textField,
  wrongAt,
  type Option,
} from '../fields/index.ts'
import { nextKey } from '../draft.ts'
import { askedGroup } from './asked.ts'
import { draftOfSite } from './draft-site.ts'
import { identityGroup, type KeysTyped } from './identity.ts'
import { invitationsGroup } from './invitations.ts'
import { originFault } from './origins.ts'
import './preview.ts'
import { optionsOf } from './site-host.ts'
import './snippet-box.ts'

const publicKeyForm = /^pk_[A-Za-z0-9_-]{1,60}$/
const colourForm = /^#[0-9a-f]{6}$/i
/** Of the widget, where the site says nothing. */
const builtInAccent = '#0b6b68'

export class SitesSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      :host {
        max-width: 1240px;
      }
      .head,
      .lead,
      .cards,
      .form {
        max-width: 812px;
      }
      @media (min-width: 1400px) {
        .form {
          display: grid;
          grid-template-columns: minmax(0, 1fr) 404px;
          gap: var(--mdg-space-6);
          align-items: start;
          max-width: none;
        }
        .beside {
          position: sticky;
          top: 0;
        }
      }
      .colour {
        display: flex;
        gap: var(--mdg-space-2);
        max-width: 240px;
      }
      .colour input[type='color'] {
        flex: none;
        width: 44px;
        height: 36px;
        padding: 2px;
        border: 1px solid var(--mdg-edge);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-0);
      }
    `,
  ]

  protected override readonly list = 'sites'
  protected override readonly max = 100
  protected override readonly firstKey = 'site'
  @state() private keysTyped: KeysTyped | null = null

  get words(): SiteWords {
    return this.speech.locale === 'ja' ? jaSites : enSites
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    const [queue] = this.editing.list<{ id: string }>('queues')
    const taken = this.entries.map((entry) => entry['key'])
    let key = 'pk_site'
    for (let n = 2; taken.includes(key); n++) key = `pk_site_${n}`
    return { key, name: { en: '', ja: '' }, origins: [], defaultQueue: queue?.id ?? '' }
  }

  protected override facts(entry: Entry): readonly string[] {
    const origins = Array.isArray(entry['origins']) ? (entry['origins'] as string[]) : []
    return [String(entry['key']), origins[0] === undefined ? this.words.noOrigins : origins.join(', ')]
  }

  protected override form(place: string, entry: Entry): TemplateResult {
    const type = (typed: KeysTyped | null): void => void (this.keysTyped = typed)
    return html`<div class="settings">
        ${this.#what(place, entry)} ${this.#where(place)} ${this.#topics(place)} ${askedGroup(this, place)}
        ${this.#how(place)} ${this.#look(place)} ${invitationsGroup(this, place)}
        ${identityGroup(this, { place, typed: this.keysTyped, type })} ${this.#snippet(entry)}
      </div>
      <div class="beside">${this.#preview(entry)}</div>`
  }

  #what(place: string, entry: Entry): TemplateResult {
    const { words } = this
    const key = this.keyOf(entry)
    return group(
      words.groups.what,
      '',
      bothField(this, { at: `${place}/name`, label: words.name, help: words.nameHelp }),
      html`<div class="pair">
        ${textField(this, {
          at: `${place}/key`,
          label: words.key,
          help: words.keyHelp,
          needed: true,
          isCode: true,
          check: (text) => (publicKeyForm.test(text) ? '' : words.keyForm),
        })}
        ${keyField(this, {
          at: `${place}/id`,
          label: words.id,
          taken: this.others(key),
          locked: this.isInForce(key),
          changed: (next) => this.rename(place, next),
        })}
      </div>`,
    )
  }

  #where(place: string): TemplateResult {
    const { words } = this
    return group(
      words.groups.where,
      words.originsLead,
      listField(this, {
        at: `${place}/origins`,
        label: words.origins,
        max: 100,
        addLabel: words.addOrigin,
        none: words.noOrigins,
        keepsEmpty: true,
        compact: true,
        named: (index) => words.origin(index + 1),
        blank: () => '',
        draw: (at, index) =>
          textField(this, {
            at,
            label: words.origin(index + 1),
            placeholder: 'https://shop.example.jp',
            needed: true,
            isCode: true,
            check: (text) => this.#originWords(text),
          }),
      }),
    )
  }

  #originWords(text: string): string {
    const fault = originFault(text)
    const { originForm } = this.words
    return fault === null ? '' : fault.kind === 'path' ? originForm.path(fault.origin) : originForm[fault.kind]
  }

  get #queues(): readonly Option[] {
    return this.editing
      .list<{ id: string; name: BothLanguages }>('queues')
      .map(({ id, name }) => [id, this.speech.both(name) || id])
  }

  #topics(place: string): TemplateResult {
    const { words, adminWords } = this
    const topics = this.editing.list<{ key?: string }>(`${place}/topics`)
    return group(
      words.groups.topics,
      '',
      choiceField(this, { at: `${place}/defaultQueue`, label: words.defaultQueue, options: this.#queues }),
      listField(this, {
        at: `${place}/topics`,
        label: words.topics,
        help: words.topicsHelp,
        max: 50,
        addLabel: words.addTopic,
        none: words.noTopics,
        named: (index) => words.topic(index + 1),
        blank: () => ({
          key: nextKey('topic', topics),
          label: { en: '', ja: '' },
          queue: this.editing.at(`${place}/defaultQueue`),
        }),
        draw: (at) =>
          html`${bothField(this, { at: `${at}/label`, label: words.topicLabel })}
            <div class="pair">
              ${choiceField(this, { at: `${at}/queue`, label: words.topicQueue, options: this.#queues })}
              ${textField(this, { at: `${at}/key`, label: adminWords.fields.key, needed: true, isCode: true })}
            </div>`,
      }),
    )
  }

  #how(place: string): TemplateResult {
    const { words } = this
    const flows = this.editing
      .list<{ flow?: string }>('flows')
      .flatMap(({ flow }) => (flow === undefined ? [] : [flow]))
    return group(
      words.groups.how,
      '',
      html`<div class="pair">
        ${choiceField(this, { at: `${place}/calls`, label: words.calls, options: optionsOf(words.callKinds), builtIn: 'video' })}
        ${choiceField(this, { at: `${place}/survey`, label: words.survey, options: optionsOf(words.surveys), builtIn: 'none' })}
        ${
          flows.length === 0
            ? nothing
            : choiceField(this, {
                at: `${place}/bot/flow`,
                label: words.bot,
                none: words.noBot,
                options: flows.map((flow) => [flow, flow]),
              })
        }
        ${
          this.editing.at(`${place}/bot/flow`) === undefined
            ? nothing
            : choiceField(this, {
                at: `${place}/bot/when`,
                label: words.botWhen,
                options: optionsOf(words.botWhens),
                builtIn: 'always',
              })
        }
        ${
          this.editing.at(`${place}/bot/flow`) === undefined
            ? nothing
            : numberField(this, {
                ...{ at: `${place}/bot/idleMinutes`, label: words.botIdle, min: 1, max: 1_440 },
                ...{ unit: words.minutes, builtIn: '30' },
              })
        }
      </div>`,
    )
  }

  #look(place: string): TemplateResult {
    const { words } = this
    const at = (name: string): string => `${place}/look/${name}`
    return group(
      words.groups.look,
      '',
      html`<div class="pair">
        ${this.#colour(at('accent'), words.accent)} ${this.#colour(at('accentDark'), words.accentDark)}
        ${choiceField(this, { at: at('corners'), label: words.corners, options: optionsOf(words.cornerKinds), builtIn: 'round' })}
        ${choiceField(this, { at: at('position'), label: words.position, options: optionsOf(words.positions), builtIn: 'right' })}
        ${choiceField(this, { at: at('launcher'), label: words.launcher, options: optionsOf(words.launchers), builtIn: 'bubble' })}
        ${textField(this, {
          at: at('logo'),
          label: words.logo,
          help: words.logoHelp,
          placeholder: 'https://shop.example.jp/logo.svg',
          isCode: true,
          check: (text) => (text.startsWith('https://') && URL.canParse(text) ? '' : words.logoForm),
        })}
      </div>`,
      bothField(this, { at: at('launcherText'), label: words.launcherText, optional: true }),
      bothField(this, { at: at('greeting'), label: words.greeting, optional: true, max: 200 }),
    )
  }

  /** A colour by its code, or by the browser's own way to choose one. */
  #colour(at: string, label: string): TemplateResult {
    const { words } = this
    const found = this.editing.at(at)
    const text = typeof found === 'string' ? found : ''
    const write = (event: Event): void => {
      const { value } = event.target as HTMLInputElement
      this.editing.set(at, value === '' ? undefined : value.toLowerCase())
    }
    const wrong = wrongAt(this, at, text === '' || colourForm.test(text) ? '' : words.colourForm)
    return framed(
      { at, label },
      wrong,
      html`<span class="colour"
        ><input
          class="field code"
          id=${idOf(at)}
          autocomplete="off"
          spellcheck="false"
          placeholder=${builtInAccent}
          ?disabled=${!this.mayChange}
          aria-invalid=${wrong === '' ? nothing : 'true'}
          aria-describedby=${wrong === '' ? nothing : `${idOf(at)}-wrong`}
          .value=${live(text)}
          @input=${write} /><input
          type="color"
          aria-label=${words.colourPick(label)}
          ?disabled=${!this.mayChange}
          .value=${live(colourForm.test(text) ? text : builtInAccent)}
          @input=${write}
      /></span>`,
    )
  }

  #isServed(entry: Entry): boolean {
    const served = this.editing.inForce['sites']
    return Array.isArray(served) && (served as Entry[]).some((site) => site['key'] === entry['key'])
  }

  #snippet(entry: Entry): TemplateResult {
    const { words, speech } = this
    return group(
      words.groups.snippet,
      '',
      html`<mdg-a-snippet
        .speech=${speech}
        .site=${String(entry['key'])}
        .isDraft=${!this.#isServed(entry)}
        .hasOwnButton=${(entry['look'] as { launcher?: string } | undefined)?.launcher === 'none'}
        .hasIdentity=${entry['identity'] !== undefined}
      ></mdg-a-snippet>`,
    )
  }

  #preview(entry: Entry): TemplateResult {
    const { words, speech } = this
    const { face, site } = draftOfSite(entry)
    return group(
      words.groups.preview,
      '',
      html`<mdg-a-site-preview
        .speech=${speech}
        .site=${this.#isServed(entry) ? String(entry['key']) : ''}
        .face=${face}
        .draft=${site}
      ></mdg-a-site-preview>`,
    )
  }
}

customElements.define('mdg-a-admin-sites', SitesSection)
