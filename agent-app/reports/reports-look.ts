/** The look of reports: questions above, a table that scrolls both ways below, with its head and first columns in place. */
import { css } from 'lit'

export const reportsLook = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
  }
  header {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    min-height: 56px;
    padding: var(--mdg-space-2) var(--mdg-space-4);
    border-bottom: 1px solid var(--mdg-line);
  }
  h2 {
    flex: 1;
    font-size: var(--mdg-size-16);
    line-height: 1.4;
  }
  .questions {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--mdg-space-2) var(--mdg-space-3);
    padding: var(--mdg-space-3) var(--mdg-space-4);
  }
  .questions label {
    font-size: var(--mdg-size-13);
  }
  .questions .field {
    display: block;
    width: auto;
    min-width: 104px;
    margin-top: var(--mdg-space-1);
    font-size: var(--mdg-size-14);
  }
  .questions .tick {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 36px;
  }
  .tick input {
    width: 18px;
    height: 18px;
    accent-color: var(--mdg-accent);
  }
  .told {
    min-height: 44px;
    margin: 0;
    padding: 0 var(--mdg-space-4) var(--mdg-space-2);
    font-size: var(--mdg-size-13);
  }
  .told b {
    margin-inline-end: var(--mdg-space-2);
  }
  .none {
    padding: var(--mdg-space-5) var(--mdg-space-4);
    text-align: center;
  }
  .table {
    flex: 1;
    min-height: 0;
    overflow: auto;
    scrollbar-width: thin;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    font-size: var(--mdg-size-13);
  }
  th,
  td {
    padding: 6px var(--mdg-space-3);
    border-bottom: 1px solid var(--mdg-line);
    white-space: nowrap;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--mdg-surface-1);
    vertical-align: bottom;
  }
  th:is([scope='row'], .name) {
    text-align: start;
    font-weight: 500;
  }
  th button {
    min-height: 32px;
    min-width: 76px;
    max-width: 128px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    white-space: normal;
    text-align: end;
    font: inherit;
    font-weight: 600;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  th button[aria-expanded='true'] {
    text-decoration: underline solid 2px var(--mdg-accent);
  }
  .empty {
    color: var(--mdg-text-2);
  }
  @media (max-width: 767px) {
    .questions .field {
      min-width: 0;
    }
    th,
    td {
      padding: 6px var(--mdg-space-2);
    }
  }
`
