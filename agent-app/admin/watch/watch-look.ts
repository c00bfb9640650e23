/** The look of what the administration watches: records, states, lists of facts. */
import { css } from 'lit'

export const watchLook = css`
  :host {
    max-width: 1080px;
  }
  form.filters {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: var(--mdg-space-2) var(--mdg-space-3);
    margin-bottom: var(--mdg-space-3);
  }
  .filters label {
    flex: 1 1 150px;
    max-width: 240px;
  }
  .filters .field {
    height: 36px;
  }
  .scrolls {
    overflow-x: auto;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--mdg-size-13);
  }
  th,
  td {
    padding: 6px var(--mdg-space-3);
    border-bottom: 1px solid var(--mdg-line);
    text-align: start;
    vertical-align: top;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    background: var(--mdg-surface-1);
    color: var(--mdg-text-2);
    font-weight: 500;
    white-space: nowrap;
  }
  td.when,
  td.n {
    color: var(--mdg-text-2);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td .code {
    overflow-wrap: break-word;
  }
  td.detail {
    max-width: 320px;
    overflow-wrap: anywhere;
  }
  .code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--mdg-size-12);
    overflow-wrap: anywhere;
  }
  .chain {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2) var(--mdg-space-3);
    margin-bottom: var(--mdg-space-4);
    padding: var(--mdg-space-3) var(--mdg-space-4);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .chain p {
    flex: 1 1 260px;
    min-width: 0;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
    white-space: nowrap;
  }
  .state .icon {
    width: 16px;
    height: 16px;
  }
  .state.ok {
    color: var(--mdg-good);
  }
  .state.late {
    color: var(--mdg-late);
  }
  .state.wrong {
    color: var(--mdg-wrong);
  }
  .facts-list {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: var(--mdg-space-3);
    margin-bottom: var(--mdg-space-4);
  }
  .facts-list dt {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .facts-list dd {
    font-variant-numeric: tabular-nums;
  }
  .checks {
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .checks > li {
    display: grid;
    grid-template-columns: 108px minmax(0, 1fr) auto;
    gap: 2px var(--mdg-space-3);
    align-items: baseline;
    padding: var(--mdg-space-3) var(--mdg-space-4);
  }
  .checks > li + li {
    border-top: 1px solid var(--mdg-line);
  }
  .checks .todo {
    grid-column: 2 / -1;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-3);
    margin-top: var(--mdg-space-3);
  }
  @media (max-width: 767px) {
    .filters label {
      flex-basis: 45%;
      max-width: none;
    }
    .scrolls {
      border: 0;
    }
    .scrolls table,
    .scrolls tbody,
    .scrolls tr,
    .scrolls td {
      display: block;
    }
    .scrolls thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .scrolls tr {
      padding: var(--mdg-space-2) 0;
      border-bottom: 1px solid var(--mdg-line);
    }
    .scrolls td {
      padding: 1px 0;
      border: 0;
      max-width: none;
    }
    .checks > li {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .checks .state {
      grid-column: 1 / -1;
    }
    .checks .todo {
      grid-column: 1 / -1;
    }
  }
`
