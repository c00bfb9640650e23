/** The look of the list column. */
import { css } from 'lit'

export const contactListLook = css`
  :host {
    display: block;
    padding: 0 var(--mdg-space-2) var(--mdg-space-4);
  }
  h2 {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-3) var(--mdg-space-2) var(--mdg-space-1);
    background: var(--mdg-surface-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  h2 span {
    font-weight: 400;
  }
  .offers mdg-a-offer-card + mdg-a-offer-card {
    margin-top: var(--mdg-space-2);
  }
  .row {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 10px;
    width: 100%;
    padding: var(--mdg-a-row-gap) var(--mdg-space-2);
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .row:hover {
    background: var(--mdg-surface-2);
  }
  .row[aria-current='true'] {
    background: var(--mdg-accent-soft);
    box-shadow: inset 3px 0 var(--mdg-accent);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  mdg-a-avatar {
    --mdg-a-avatar: 36px;
    grid-row: span 2;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }
  .mark {
    display: inline-flex;
    flex: none;
    color: var(--mdg-text-2);
  }
  .mark.on {
    color: var(--mdg-good);
  }
  .mark .icon {
    width: 14px;
    height: 14px;
  }
  .unread .name {
    font-weight: 650;
  }
  .words,
  .queue {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .unread .words {
    color: var(--mdg-text);
  }
  .queue {
    max-width: 8em;
    font-size: var(--mdg-size-12);
    text-align: end;
  }
  .time {
    display: inline-flex;
    align-items: center;
    justify-content: flex-end;
    gap: 3px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    text-align: end;
  }
  .time .icon {
    width: 14px;
    height: 14px;
  }
  .time.soon {
    color: var(--mdg-text);
    font-weight: 600;
  }
  .time.waits {
    color: var(--mdg-waiting);
    font-weight: 600;
  }
  .time.late {
    padding-inline: 4px;
    border-radius: 4px;
    background: var(--mdg-late-soft);
    color: var(--mdg-late);
    font-weight: 650;
  }
  .badge {
    justify-self: end;
    min-width: 20px;
    padding: 1px 6px;
    border-radius: 10px;
    background: var(--mdg-accent);
    color: var(--mdg-on-accent);
    font-size: var(--mdg-size-12);
    font-weight: 600;
    line-height: 18px;
    text-align: center;
  }
  .typing {
    color: var(--mdg-accent);
  }
  .draft {
    color: var(--mdg-late);
  }
  .resting mdg-a-avatar {
    opacity: 0.55;
  }
  .resting .name {
    color: var(--mdg-text-2);
  }
  .woken {
    grid-column: 2 / -1;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
    font-weight: 600;
  }
  .woken .icon {
    width: 14px;
    height: 14px;
  }
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-6) var(--mdg-space-4);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    width: 28px;
    height: 28px;
  }
  .empty .strong {
    color: var(--mdg-text);
    font-size: var(--mdg-size-14);
    font-weight: 600;
  }
  .empty .waiting {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--mdg-waiting);
  }
  .empty .waiting .icon {
    width: 16px;
    height: 16px;
  }
  .empty .button {
    margin-top: var(--mdg-space-2);
  }
`
