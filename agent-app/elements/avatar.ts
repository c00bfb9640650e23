/** Initials in a tinted circle; the tint follows the id, so that one customer looks the same everywhere. Decoration only. */
import { LitElement, css, html } from 'lit'
import { property } from 'lit/decorators.js'
import { icons } from '../icons.ts'

/** Hues that stay apart from each other and from the four meanings' strong tones. */
const hues = [175, 205, 235, 265, 295, 325, 25, 85] as const

/** The hue of an id, always the same. */
export function hueOf(id: string): number {
  let sum = 0
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return hues[sum % hues.length] ?? hues[0]
}

/** One Japanese character, or the first letters of the first and last word. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  const [first = ''] = trimmed
  if (!/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(first)) return first
  const words = trimmed.split(/\s+/)
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : ''
  return (first + (last ?? '')).toUpperCase()
}

export class Avatar extends LitElement {
  static override styles = css`
    :host {
      display: inline-grid;
      place-items: center;
      flex: none;
      width: var(--mdg-a-avatar, 32px);
      height: var(--mdg-a-avatar, 32px);
      border-radius: 50%;
      background: hsl(var(--hue) 42% 90%);
      color: hsl(var(--hue) 48% 24%);
      font-size: calc(var(--mdg-a-avatar, 32px) * 0.38);
      font-weight: 600;
      line-height: 1;
      user-select: none;
    }
    .icon {
      width: 56%;
      height: 56%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
    }
    @media (prefers-color-scheme: dark) {
      :host {
        background: hsl(var(--hue) 26% 26%);
        color: hsl(var(--hue) 46% 86%);
      }
    }
  `

  @property() name = ''
  @property({ attribute: 'seed' }) seed = ''

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('aria-hidden', 'true')
  }

  protected override updated(): void {
    this.style.setProperty('--hue', String(hueOf(this.seed)))
  }

  protected override render(): unknown {
    return this.name.trim() === '' ? icons.person : html`${initialsOf(this.name)}`
  }
}
