/** The look of the customer's column. */
import { css } from 'lit'

export const customerLook = css`
  :host {
    display: block;
  }
  [role='tablist'] {
    position: sticky;
    z-index: 2;
    top: 0;
    display: flex;
    gap: var(--mdg-space-1);
    padding: var(--mdg-space-2) var(--mdg-space-3) 0;
    border-bottom: 1px solid var(--mdg-line);
    background: var(--mdg-surface-0);
  }
  [role='tab'] {
    min-height: 36px;
    padding: 0 var(--mdg-space-3);
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    font-weight: 500;
    cursor: pointer;
  }
  [role='tab']:hover {
    color: var(--mdg-text);
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--mdg-accent);
    color: var(--mdg-text);
    font-weight: 600;
  }
  [role='tab']:focus-visible {
    outline-offset: -2px;
  }
  [role='tabpanel'] {
    padding: var(--mdg-space-4);
  }
  [role='tabpanel']:focus-visible {
    outline-offset: -2px;
  }
  .who {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    margin-bottom: var(--mdg-space-3);
  }
  mdg-a-avatar {
    --mdg-a-avatar: 44px;
  }
  .who div {
    min-width: 0;
  }
  h2 {
    font-size: var(--mdg-size-16);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .online {
    display: flex;
    align-items: baseline;
    gap: 6px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .online::before {
    content: '';
    width: 8px;
    height: 8px;
    flex: none;
    border: 2px solid var(--mdg-text-2);
    border-radius: 50%;
  }
  .online.yes {
    color: var(--mdg-good);
  }
  .online.yes::before {
    border-color: var(--mdg-good);
    background: var(--mdg-good);
  }
  mdg-a-tags {
    margin-bottom: var(--mdg-space-3);
  }
  mdg-a-card,
  mdg-a-known:not([hidden]),
  mdg-a-earlier-list {
    padding-top: var(--mdg-space-3);
    border-top: 1px solid var(--mdg-line);
    margin-bottom: var(--mdg-space-4);
  }
  .identified {
    margin-top: 2px;
  }
  .contact {
    padding-top: var(--mdg-space-3);
    border-top: 1px solid var(--mdg-line);
  }
  dl {
    display: grid;
    grid-template-columns: minmax(5em, auto) minmax(0, 1fr);
    gap: var(--mdg-space-2) var(--mdg-space-3);
    font-size: var(--mdg-size-13);
  }
  dt {
    color: var(--mdg-text-2);
  }
  dd {
    overflow-wrap: anywhere;
  }
  dd a {
    color: var(--mdg-accent);
    text-underline-offset: 2px;
  }
  dd small {
    display: block;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .why {
    margin: var(--mdg-space-4) 0;
  }
`
