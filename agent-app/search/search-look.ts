/** The look of the search over messages. */
import { css } from 'lit'

export const searchLook = css`
  dialog {
    width: min(680px, calc(100vw - 32px));
    height: min(720px, calc(100dvh - 32px));
  }
  .frame {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-3) var(--mdg-space-3) 0 var(--mdg-space-5);
  }
  h2 {
    flex: 1;
  }
  form {
    display: flex;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-2) var(--mdg-space-5) var(--mdg-space-3);
    border-bottom: 1px solid var(--mdg-line);
  }
  form .button {
    min-height: 36px;
  }
  form .icon {
    width: 16px;
    height: 16px;
  }
  .results {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: var(--mdg-space-2) var(--mdg-space-3);
  }
  .found {
    display: grid;
    gap: 2px;
    width: 100%;
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    font-size: var(--mdg-size-13);
    text-align: start;
    cursor: pointer;
  }
  .found:hover {
    background: var(--mdg-surface-2);
  }
  .found:focus-visible {
    outline-offset: -2px;
  }
  .head {
    display: flex;
    align-items: baseline;
    gap: var(--mdg-space-3);
  }
  .head b {
    flex: 1;
    font-size: var(--mdg-size-14);
    font-weight: 600;
  }
  .excerpt {
    overflow-wrap: anywhere;
  }
  .from {
    margin-inline-end: 6px;
    padding: 0 5px;
    border: 1px solid var(--mdg-line);
    border-radius: 4px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  mark {
    border-radius: 3px;
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
    font-weight: 600;
  }
  .say {
    padding: var(--mdg-space-3);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    text-align: center;
    text-wrap: balance;
  }
  .acts {
    text-align: center;
  }
`
