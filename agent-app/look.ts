/**
 * The look that all elements share: resets, buttons, fields, focus, small helpers. Colours, spaces and sizes come from the
 * tokens (widget/tokens.ts) and nowhere else. Each element adds its own few lines.
 */
import { css } from 'lit'

export const look = css`
  :host {
    box-sizing: border-box;
    color: var(--mdg-text);
    font-size: var(--mdg-size-14);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    line-height: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--mdg-accent);
    outline-offset: 2px;
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  span.small {
    display: inline-flex;
  }
  .icon.small,
  .small > .icon {
    width: 16px;
    height: 16px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    padding: 0 var(--mdg-space-3);
    border: 1px solid var(--mdg-edge);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-0);
    font-size: var(--mdg-size-13);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
    transition: background var(--mdg-motion);
  }
  .button:hover {
    background: var(--mdg-surface-2);
  }
  .button:active {
    background: var(--mdg-surface-3);
  }
  .button.main {
    background: var(--mdg-accent);
    border-color: var(--mdg-accent);
    color: var(--mdg-on-accent);
  }
  .button.main:hover {
    background: var(--mdg-accent-strong);
    border-color: var(--mdg-accent-strong);
  }
  .button.bare {
    border-color: transparent;
    background: transparent;
  }
  .button.bare:hover {
    background: var(--mdg-surface-2);
  }
  .button.square {
    width: 32px;
    padding: 0;
  }
  .button[aria-disabled='true'],
  .button:disabled {
    background: var(--mdg-surface-2);
    border-color: var(--mdg-line);
    color: var(--mdg-text-2);
    cursor: default;
  }
  .field {
    width: 100%;
    min-height: 36px;
    padding: 6px var(--mdg-space-3);
    border: 1px solid var(--mdg-edge);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-0);
  }
  .field:focus-visible {
    outline-offset: -1px;
  }
  .field::placeholder,
  textarea::placeholder {
    color: var(--mdg-text-2);
    opacity: 1;
  }
  .label {
    display: block;
    margin-bottom: var(--mdg-space-1);
    font-size: var(--mdg-size-13);
    font-weight: 500;
  }
  .quiet {
    color: var(--mdg-text-2);
  }
  .problem {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-wrong-soft);
    color: var(--mdg-wrong);
    font-size: var(--mdg-size-13);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .cut {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  kbd {
    padding: 1px 5px;
    border: 1px solid var(--mdg-line);
    border-radius: 4px;
    background: var(--mdg-surface-1);
    color: var(--mdg-text-2);
    font: inherit;
    font-size: var(--mdg-size-12);
    white-space: nowrap;
  }
  .button.main kbd {
    border-color: currentColor;
    background: transparent;
    color: inherit;
  }
  dialog {
    width: min(520px, calc(100vw - 32px));
    max-height: min(640px, calc(100dvh - 32px));
    padding: 0;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-0);
    color: inherit;
    box-shadow: var(--mdg-shadow);
  }
  dialog::backdrop {
    background: rgb(10 14 18 / 0.35);
  }
  dialog h2 {
    font-size: var(--mdg-size-16);
    line-height: 1.4;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--mdg-space-2);
  }
  @media (hover: none) and (pointer: coarse) {
    .button {
      min-height: 44px;
    }
    .button.square {
      width: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition: none !important;
      animation: none !important;
    }
  }
`

/** The mark of somebody's availability, told apart by its form as well as its colour. */
export const dotLook = css`
  .dot {
    width: 10px;
    height: 10px;
    flex: none;
    border: 2px solid var(--mdg-text-2);
    border-radius: 50%;
  }
  .dot.available {
    border-color: var(--mdg-good);
    background: var(--mdg-good);
  }
  .dot.away {
    border-color: var(--mdg-waiting);
    background: linear-gradient(90deg, var(--mdg-waiting) 50%, transparent 50%);
  }
`
