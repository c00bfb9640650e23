/**
 * The pictures of a call: a shared screen large with the people beside it, or the people, as large as there is room; the own
 * picture in a corner. Who shows no picture stands there by name.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { levelStep, marksOf, nameOf } from '../people.ts'
import type { Person, Stage } from '../screen.ts'
import { callWords } from '../words.ts'

/** Those who are seen by the others; who listens or whispers stands in the bar alone. */
const isSeen = ({ own, party }: Person): boolean =>
  !own && (party.mode === 'talk' || party.mode === 'barge' || party.mode === 'consult')

export class CallStage extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        position: relative;
        display: flex;
        gap: var(--mdg-space-2);
        min-height: 0;
        padding: 0 var(--mdg-space-3) var(--mdg-space-2);
      }
      .tiles {
        display: grid;
        flex: 1;
        gap: var(--mdg-space-2);
        grid-auto-rows: minmax(0, 1fr);
        grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
        min-width: 0;
        min-height: 0;
      }
      figure {
        position: relative;
        display: grid;
        place-items: center;
        min-width: 0;
        min-height: 0;
        margin: 0;
        overflow: hidden;
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-3);
      }
      figure mdg-a-avatar {
        --mdg-a-avatar: 64px;
      }
      video {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .screen video,
      .large video {
        object-fit: contain;
      }
      .speaks {
        box-shadow: inset 0 0 0 3px var(--mdg-good);
      }
      .speaks video {
        inset: 3px;
        width: calc(100% - 6px);
        height: calc(100% - 6px);
        border-radius: 7px;
      }
      figcaption {
        position: absolute;
        inset-inline-start: var(--mdg-space-2);
        bottom: var(--mdg-space-2);
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: calc(100% - 16px);
        padding: 2px var(--mdg-space-2);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-surface-0);
        font-size: var(--mdg-size-12);
      }
      figcaption .icon {
        width: 14px;
        height: 14px;
      }
      .tag {
        color: var(--mdg-waiting);
        white-space: nowrap;
      }
      .screen {
        flex: 3 1 0;
        background: var(--mdg-surface-2);
      }
      .screens {
        display: flex;
        flex: 3 1 0;
        gap: var(--mdg-space-2);
        min-width: 0;
        min-height: 0;
      }
      :host([stage='screen']) .tiles {
        flex: 0 0 160px;
        grid-template-columns: minmax(0, 1fr);
        grid-auto-rows: minmax(0, 130px);
      }
      .own {
        position: absolute;
        z-index: 1;
        inset-inline-end: calc(var(--mdg-space-3) + 8px);
        bottom: calc(var(--mdg-space-3) + 8px);
        width: clamp(88px, 20%, 180px);
        aspect-ratio: 4 / 3;
        border: 2px solid var(--mdg-surface-0);
      }
      .own video {
        transform: scaleX(-1);
      }
      @media (max-width: 767px) {
        :host {
          padding: 0 var(--mdg-space-2) var(--mdg-space-2);
        }
        :host([stage='screen']) {
          flex-direction: column;
        }
        :host([stage='screen']) .tiles {
          flex: 0 0 96px;
          grid-auto-flow: column;
          grid-auto-columns: minmax(0, 1fr);
          grid-template-columns: none;
          grid-auto-rows: 96px;
        }
        figure mdg-a-avatar {
          --mdg-a-avatar: 40px;
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) people: readonly Person[] = []
  @property() customerName = ''
  /** The own voice does not leave this window. */
  @property({ type: Boolean }) muted = false
  @property({ reflect: true }) stage: Stage = 'voice'
  @query('.screen video, .tiles video') private first!: HTMLVideoElement | null

  /** Can the largest picture leave the page? */
  get mayLeave(): boolean {
    return document.pictureInPictureEnabled && this.first !== null
  }

  /** Puts the largest picture in a window above all others, or takes it back. To be called by a press. */
  async togglePictureInPicture(): Promise<void> {
    try {
      if (document.pictureInPictureElement !== null) await document.exitPictureInPicture()
      else await this.first?.requestPictureInPicture()
    } catch {
      // The browser has its own mind about which pictures may leave, and when.
    }
  }

  #video(stream: MediaStream, label: string): TemplateResult {
    // Its sound, if any, is the line's to play.
    return html`<video autoplay playsinline .muted=${true} .srcObject=${stream} aria-label=${label}></video>`
  }

  #tile(person: Person): TemplateResult {
    const { party, camera, level } = person
    const name = nameOf(this.speech, person, this.customerName)
    return html`<figure class=${levelStep(level) > 0 ? 'speaks' : ''}>
      ${
        camera === null
          ? html`<mdg-a-avatar .name=${party.name} .seed=${party.leg}></mdg-a-avatar>`
          : this.#video(camera, callWords(this.speech).cameraOf(name))
      }
      <figcaption><span class="cut">${name}</span>${marksOf(this.speech, person, this.muted)}</figcaption>
    </figure>`
  }

  #screens(): TemplateResult | typeof nothing {
    const shared = this.people.flatMap((person) => (person.own || person.screen === null ? [] : [person]))
    if (shared.length === 0) return nothing
    return html`<div class="screens">
      ${repeat(
        shared,
        ({ party }) => party.leg,
        (person) => {
          const label = callWords(this.speech).screenOf(nameOf(this.speech, person, this.customerName))
          return html`<figure class="screen">
            ${person.screen === null ? nothing : this.#video(person.screen, label)}
            <figcaption><span class="cut">${label}</span></figcaption>
          </figure>`
        },
      )}
    </div>`
  }

  protected override render(): unknown {
    const own = this.people.find((person) => person.own)?.camera ?? null
    return html`${this.#screens()}
      <div class="tiles">
        ${repeat(
          this.people.filter(isSeen),
          ({ party }) => party.leg,
          (person) => this.#tile(person),
        )}
      </div>
      ${own === null ? nothing : html`<figure class="own">${this.#video(own, callWords(this.speech).ownCamera)}</figure>`}`
  }
}
