/** The look of the customer's card. */
import { css } from 'lit'

export const cardLook = css`
  :host {
    display: block;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 32px;
  }
  h3 {
    flex: 1;
    font-size: var(--mdg-size-13);
  }
  .edit {
    color: var(--mdg-text-2);
  }
  .edit .icon {
    width: 16px;
    height: 16px;
  }
  .saved {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--mdg-good);
    font-size: var(--mdg-size-12);
  }
  .saved .icon {
    width: 14px;
    height: 14px;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(5em, auto) minmax(0, 1fr);
    gap: var(--mdg-space-1) var(--mdg-space-3);
    font-size: var(--mdg-size-13);
  }
  dt {
    color: var(--mdg-text-2);
    overflow-wrap: anywhere;
  }
  dd {
    overflow-wrap: anywhere;
  }
  dd a {
    color: var(--mdg-accent);
    text-underline-offset: 2px;
  }
  .note {
    margin-top: var(--mdg-space-2);
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-1);
    font-size: var(--mdg-size-13);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .say {
    font-size: var(--mdg-size-13);
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2);
    margin-top: var(--mdg-space-3);
  }
  .links li {
    max-width: 100%;
  }
  .links a {
    max-width: 100%;
    color: inherit;
    text-decoration: none;
  }
  .links .icon {
    width: 14px;
    height: 14px;
  }
  form {
    display: grid;
    gap: var(--mdg-space-3);
  }
  form textarea {
    display: block;
    resize: vertical;
  }
  form small {
    display: block;
    margin-top: var(--mdg-space-1);
    font-size: var(--mdg-size-12);
  }
`
