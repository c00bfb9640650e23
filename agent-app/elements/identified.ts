/** The mark beside a customer whom the company's own server has named: a sign, and its word where there is room for it. */
import { css, html, type TemplateResult } from 'lit'
import { icons } from '../icons.ts'
import type { Speech } from '../speech.ts'

export const identifiedLook = css`
  .identified {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 3px;
    color: var(--mdg-good);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  .identified .icon {
    width: 14px;
    height: 14px;
  }
`

/** `brief`: the sign alone; the word is there for those who do not see it. */
export function identifiedMark({ words: { known } }: Speech, brief = false): TemplateResult {
  return html`<span class="identified" title=${known.identifiedHint}
    >${icons.shield}<span class=${brief ? 'unseen' : ''}>${known.identified}</span></span
  >`
}
