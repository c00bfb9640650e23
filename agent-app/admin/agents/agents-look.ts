/** The look of people's queues and skills: a table with its head and its names in place. */
import { css } from 'lit'

export const agentsLook = css`
  :host {
    max-width: 1280px;
  }
  .form,
  .narrow,
  .lead {
    max-width: 812px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2) var(--mdg-space-4);
    margin-bottom: var(--mdg-space-3);
  }
  .tabs {
    display: inline-flex;
    padding: 2px;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-1);
  }
  .tabs label {
    display: inline-flex;
    position: relative;
    align-items: center;
    min-height: 30px;
    padding: 0 var(--mdg-space-3);
    border-radius: 4px;
    font-size: var(--mdg-size-13);
    cursor: pointer;
  }
  .tabs .on {
    background: var(--mdg-accent-soft);
    font-weight: 600;
  }
  .tabs label:focus-within {
    outline: 2px solid var(--mdg-accent);
  }
  .new {
    display: inline-flex;
    gap: var(--mdg-space-1);
  }
  .new .field {
    width: 168px;
  }
  .bulk {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
    margin-bottom: var(--mdg-space-3);
    padding: var(--mdg-space-2) var(--mdg-space-3);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-accent-soft);
    font-size: var(--mdg-size-13);
  }
  .bulk .field {
    width: auto;
    min-height: 32px;
    padding-block: 2px;
  }
  .table {
    max-height: 68vh;
    overflow: auto;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    scrollbar-width: thin;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    font-size: var(--mdg-size-13);
  }
  th,
  td {
    min-width: 76px;
    padding: var(--mdg-space-1) var(--mdg-space-2);
    border-bottom: 1px solid var(--mdg-line);
    text-align: center;
  }
  tbody tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 2;
    max-width: 140px;
    background: var(--mdg-surface-1);
    font-weight: 600;
    vertical-align: bottom;
    overflow-wrap: anywhere;
  }
  th.who {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    min-width: 180px;
    max-width: 260px;
    background: var(--mdg-surface-0);
    text-align: start;
    font-weight: 400;
  }
  thead th.who {
    z-index: 3;
    background: var(--mdg-surface-1);
    font-weight: 600;
  }
  .person {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
  }
  .person a {
    display: grid;
    min-width: 0;
    padding-block: 2px;
    color: inherit;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .person a:hover b {
    text-decoration: underline;
  }
  .person .facts {
    font-size: var(--mdg-size-12);
  }
  td input[type='checkbox'],
  .person input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--mdg-accent);
  }
  .level {
    width: 44px;
    min-height: 32px;
    padding: 2px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 767px) {
    th.who {
      min-width: 136px;
      max-width: 160px;
    }
    th,
    td {
      min-width: 64px;
    }
  }
`
