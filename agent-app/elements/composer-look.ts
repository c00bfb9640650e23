/** The look of the composer. */
import { css } from 'lit'

export const composerLook = css`
  :host {
    display: block;
    padding: 0 var(--mdg-space-4) var(--mdg-space-2);
  }
  .box {
    position: relative;
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: var(--mdg-space-1);
    padding: 5px;
    border: 1px solid var(--mdg-edge);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-0);
  }
  .line:focus-within {
    border-color: var(--mdg-accent);
    box-shadow: 0 0 0 1px var(--mdg-accent);
  }
  .aside .line {
    border: 1px dashed var(--mdg-waiting);
    background: var(--mdg-waiting-soft);
  }
  .private {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-1);
    margin-bottom: var(--mdg-space-1);
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  .private .icon {
    width: 14px;
    height: 14px;
  }
  .tools {
    display: flex;
  }
  .tools [aria-pressed='true'] {
    color: var(--mdg-waiting);
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 32px;
    max-height: 220px;
    padding: 5px 4px;
    border: 0;
    background: none;
    resize: none;
    field-sizing: content;
    overflow-wrap: anywhere;
  }
  textarea:placeholder-shown {
    overflow: hidden;
    white-space: nowrap;
  }
  textarea:focus-visible {
    outline: none;
  }
  .send .icon {
    width: 16px;
    height: 16px;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2);
    margin-bottom: var(--mdg-space-2);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-2);
    max-width: 100%;
    padding: 2px 2px 2px var(--mdg-space-2);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-1);
    font-size: var(--mdg-size-13);
  }
  .chip.failed {
    border-color: var(--mdg-wrong);
    color: var(--mdg-wrong);
  }
  .chip-text {
    display: flex;
    flex-direction: column;
    min-width: 0;
    max-width: 18em;
    line-height: 1.3;
  }
  .chip .quiet {
    font-size: var(--mdg-size-12);
  }
  progress {
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--mdg-surface-3);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    border-radius: 2px;
    background: var(--mdg-surface-3);
  }
  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--mdg-accent);
  }
  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--mdg-accent);
  }
  .status {
    min-height: 1.5em;
    padding: 2px var(--mdg-space-1) 0;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .status.says {
    color: var(--mdg-late);
  }
  .drop {
    position: absolute;
    z-index: 2;
    inset: 0 0 1.6em;
    display: grid;
    place-items: center;
    border: 2px dashed var(--mdg-accent);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-accent-soft);
    color: var(--mdg-accent-strong);
    pointer-events: none;
  }
  @media (max-width: 767px) {
    :host {
      padding-inline: var(--mdg-space-2);
      padding-bottom: max(var(--mdg-space-1), env(safe-area-inset-bottom));
    }
    .line {
      flex-wrap: wrap;
      justify-content: space-between;
    }
    textarea {
      order: -1;
      flex: 1 0 100%;
    }
    .send span {
      display: none;
    }
    .send {
      padding: 0 var(--mdg-space-2);
    }
    textarea {
      font-size: var(--mdg-size-16);
    }
    .status:not(.says) {
      display: none;
    }
  }
`
