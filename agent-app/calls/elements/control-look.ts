/** A button of a call's bar that opens something below it; on a phone, where the bar is at the bottom, above it. */
import { css } from 'lit'

export const controlLook = css`
  .control {
    width: 36px;
    min-height: 36px;
    padding: 0;
  }
  .control.on {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent-soft);
    color: var(--mdg-accent);
  }
  @media (max-width: 767px) {
    .control {
      width: 100%;
      min-height: 44px;
    }
    :host([upwards]) .menu {
      top: auto;
      bottom: calc(100% + 4px);
    }
  }
`
