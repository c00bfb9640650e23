/** The look of the administration's fields. */
import { css } from 'lit'

export const fieldLook = css`
  .setting {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .setting > .label,
  legend.label {
    padding: 0;
    margin-bottom: var(--mdg-space-1);
    font-weight: 600;
  }
  .help {
    margin-bottom: var(--mdg-space-1);
    max-width: 64ch;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .wrong {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    margin-top: var(--mdg-space-1);
    color: var(--mdg-wrong);
    font-size: var(--mdg-size-13);
  }
  .wrong .icon {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .field[aria-invalid='true'] {
    border-color: var(--mdg-wrong);
  }
  .field:disabled {
    border-color: var(--mdg-line);
    background: var(--mdg-surface-1);
    color: var(--mdg-text-2);
  }
  .code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--mdg-size-13);
  }
  .short {
    max-width: 320px;
  }
  textarea.field {
    resize: vertical;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr));
    gap: var(--mdg-space-2) var(--mdg-space-3);
  }
  .language {
    display: block;
    margin-bottom: 2px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .measure {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    font-size: var(--mdg-size-13);
  }
  .number {
    width: 104px;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .tick {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 32px;
    cursor: pointer;
  }
  .tick input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--mdg-accent);
  }
  .ticks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--mdg-space-4);
  }
  .entries {
    display: grid;
    gap: var(--mdg-space-2);
    margin-bottom: var(--mdg-space-2);
  }
  .entry {
    display: flex;
    align-items: flex-start;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-3);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-1);
  }
  .entries.compact .entry {
    padding: var(--mdg-space-2);
  }
  .entry-fields {
    display: grid;
    flex: 1;
    gap: var(--mdg-space-3);
    min-width: 0;
  }
  .entry-acts {
    display: flex;
    flex: none;
  }
  .entry-acts .button:disabled {
    border-color: transparent;
    background: none;
    opacity: 0.5;
  }
  .spans {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-1) var(--mdg-space-3);
  }
  .span {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-1);
  }
  .time {
    width: 76px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .none-yet,
  .closed {
    font-size: var(--mdg-size-13);
  }
  .none-yet {
    margin-bottom: var(--mdg-space-2);
  }
  .group {
    display: grid;
    gap: var(--mdg-space-4);
    padding-block: var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
  }
  .group > h3 {
    font-size: var(--mdg-size-14);
    line-height: 1.4;
  }
  .group > .lead {
    margin-block: calc(-1 * var(--mdg-space-3)) 0;
    font-size: var(--mdg-size-13);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
    gap: var(--mdg-space-4);
  }
  @media (max-width: 767px) {
    .entry {
      flex-direction: column;
    }
    .entry-fields {
      width: 100%;
    }
    .entry-acts {
      align-self: flex-end;
    }
  }
`
