/** Own name, and behind it what belongs to this person at this machine: language, density, signing out. */
import type { DeskMe } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { say, type Density } from '../deeds.ts'
import { icons } from '../icons.ts'
import { keyNames, type Action } from '../keys.ts'
import { look } from '../look.ts'
import { serves } from '../may.ts'
import { mayDo } from '../places.ts'
import { stored } from '../preferences.ts'
import type { Speech } from '../speech.ts'
import { menuLook } from './menu-look.ts'
import { Popup } from './popup.ts'

/**
 * @event mdg-a-deed - `locale`, `density`, `signOut`, or the action that checks the devices, or asks before signing out
 * everywhere.
 */
export class Account extends LitElement {
  static override styles = [
    look,
    menuLook,
    css`
      mdg-a-avatar {
        --mdg-a-avatar: 24px;
      }
      .name {
        max-width: 12em;
      }
      @media (max-width: 767px) {
        .name {
          position: absolute;
          width: 1px;
          clip-path: inset(50%);
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property() name = ''
  @property() agent = ''
  /** Null until the hub has said who we are to it. */
  @property({ attribute: false }) me: DeskMe | null = null
  @property() density: Density = 'comfortable'

  readonly #popup = new Popup(this, '[role^=menuitem]')

  #choice(current: boolean, text: string, lang: string | typeof nothing, act: () => void): TemplateResult {
    return html`<button
      class="item"
      role="menuitemradio"
      tabindex="-1"
      aria-checked=${current}
      lang=${lang}
      @click=${() => {
        this.#popup.close()
        act()
      }}
    >
      <span class="cut">${text}</span>${current ? icons.check : nothing}
    </button>`
  }

  #item(action: Action, icon: TemplateResult): TemplateResult {
    return html`<button
      class="item"
      role="menuitem"
      tabindex="-1"
      @click=${() => {
        this.#popup.close()
        say(this, { do: 'action', action })
      }}
    >
      ${icon}<span class="cut">${this.speech.words.actions[action]}</span
      >${keyNames[action] === '' ? nothing : html`<kbd>${keyNames[action]}</kbd>`}
    </button>`
  }

  /** A habit that is on or off. */
  #follow(): TemplateResult {
    const isOn = stored('follow') === 'on'
    return html`<button
      class="item"
      role="menuitemcheckbox"
      tabindex="-1"
      aria-checked=${isOn}
      @click=${() => {
        this.#popup.close()
        say(this, { do: 'action', action: 'followLongest' })
      }}
    >
      <span class="cut">${this.speech.words.desk.follow}</span>${isOn ? icons.check : nothing}
    </button>`
  }

  #menu(): TemplateResult {
    const { words, locale } = this.speech
    return html`<div class="menu end" role="menu" aria-label=${words.account(this.name)}>
      <div role="group" aria-label=${words.language}>
        <p class="heading" aria-hidden="true">${words.language}</p>
        ${(['ja', 'en'] as const).map((one) =>
          this.#choice(one === locale, words.languages[one], one, () => say(this, { do: 'locale', locale: one })),
        )}
      </div>
      <div class="rule" role="separator"></div>
      <div role="group" aria-label=${words.density}>
        <p class="heading" aria-hidden="true">${words.density}</p>
        ${(['comfortable', 'compact'] as const).map((one) =>
          this.#choice(one === this.density, words.densities[one], nothing, () =>
            say(this, { do: 'density', density: one }),
          ),
        )}
      </div>
      <div class="rule" role="separator"></div>
      ${serves(this.me) ? html`${this.#follow()}${this.#item('myDay', icons.report)}${this.#item('ownReplies', icons.reply)}` : nothing}
      ${serves(this.me) ? html`<div class="rule" role="separator"></div>` : nothing}
      ${mayDo('callDevices', this.me) ? this.#item('callDevices', icons.call) : nothing}
      ${this.#item('security', icons.lock)}
      <div class="rule" role="separator"></div>
      <button class="item" role="menuitem" tabindex="-1" @click=${() => say(this, { do: 'signOut' })}>
        ${icons.signOut}<span class="cut">${words.signOut}</span>
      </button>
      <button
        class="item"
        role="menuitem"
        tabindex="-1"
        @click=${() => {
          this.#popup.close()
          say(this, { do: 'action', action: 'signOutEverywhere' })
        }}
      >
        ${icons.people}<span class="cut">${words.floor.everywhere.entry}</span>
      </button>
    </div>`
  }

  protected override render(): unknown {
    return html`<button
        class="button bare"
        aria-haspopup="menu"
        aria-expanded=${this.#popup.open}
        title=${this.speech.words.account(this.name)}
        @click=${() => this.#popup.toggle()}
      >
        <mdg-a-avatar .name=${this.name} .seed=${this.agent}></mdg-a-avatar>
        <span class="cut name">${this.name}</span>
        <span class="small">${icons.fold}</span>
      </button>
      ${this.#popup.open ? this.#menu() : nothing}`
  }
}
