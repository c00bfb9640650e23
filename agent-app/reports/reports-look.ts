/** The look of reports: questions above, a table that scrolls both ways below, with its head and first columns in place. */
import { css } from 'lit'

export const reportsLook = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
  }
  :host(:focus) {
    outline: none;
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
    max-width: 240px;
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
  .beside-told {
    min-height: 0;
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
  th[scope='row'] span {
    display: block;
    width: max-content;
    max-width: 280px;
    white-space: normal;
  }
  /* Who is spoken of stays in sight while figures go by. */
  tr > th:first-child {
    position: sticky;
    left: 0;
    z-index: 1;
    border-inline-end: 1px solid var(--mdg-line);
    background: var(--mdg-surface-0);
  }
  :is(thead, tfoot) th:first-child {
    z-index: 2;
    background: var(--mdg-surface-1);
  }
  .busy table {
    opacity: 0.55;
  }
  .head {
    display: flex;
    flex-direction: column;
    align-items: end;
  }
  .name .head {
    align-items: start;
  }
  th button {
    min-height: 32px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
  }
  .sort {
    max-width: 112px;
    padding-block: 6px 2px;
    white-space: normal;
    text-align: inherit;
  }
  .sort:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .way svg {
    width: 12px;
    height: 12px;
    margin-inline-start: 2px;
    vertical-align: -1px;
  }
  .way.none {
    display: none;
  }
  .why {
    display: inline-grid;
    place-items: center end;
    min-width: 32px;
    color: var(--mdg-text-2);
  }
  .why svg {
    width: 16px;
    height: 16px;
  }
  .why[aria-expanded='true'] {
    color: var(--mdg-accent);
  }
  .beside {
    display: block;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  tfoot :is(th, td) {
    position: sticky;
    bottom: 0;
    z-index: 1;
    background: var(--mdg-surface-1);
    box-shadow: 0 -1px 0 var(--mdg-line);
    font-weight: 600;
  }
  tfoot .beside {
    font-weight: 400;
  }
  .more {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    position: sticky;
    left: 0;
    width: max-content;
    padding: var(--mdg-space-3);
    margin: 0;
  }
  figure {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: var(--mdg-space-2) var(--mdg-space-4) var(--mdg-space-4);
    overflow: auto;
    scrollbar-width: thin;
  }
  .chart {
    display: block;
    width: 100%;
    min-width: 560px;
    max-height: 56vh;
  }
  .grid {
    stroke: var(--mdg-line);
  }
  .axis {
    fill: var(--mdg-text-2);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .line {
    color: var(--mdg-accent);
  }
  .line polyline {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .line circle {
    fill: currentColor;
  }
  /* Each passes 3:1 on a light and on a dark ground, and has dashes of its own. */
  .l1 {
    color: #b35c00;
  }
  .l1 polyline {
    stroke-dasharray: 8 4;
  }
  .l2 {
    color: #8a63d2;
  }
  .l2 polyline {
    stroke-dasharray: 2 4;
  }
  .l3 {
    color: #c9416b;
  }
  .l3 polyline {
    stroke-dasharray: 12 4 2 4;
  }
  .l4 {
    color: #3f76d6;
  }
  .l4 polyline {
    stroke-dasharray: 6 2;
  }
  .l5 {
    color: #77811a;
  }
  .l5 polyline {
    stroke-dasharray: 2 2;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-2) var(--mdg-space-4);
    padding-top: var(--mdg-space-2);
    font-size: var(--mdg-size-13);
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-2);
  }
  .key svg {
    width: 28px;
    height: 8px;
  }
  .bars {
    display: grid;
    gap: var(--mdg-space-2);
    max-width: 860px;
  }
  .bars li {
    display: grid;
    grid-template-columns: minmax(0, 12em) minmax(0, 1fr) minmax(5em, auto);
    align-items: center;
    gap: var(--mdg-space-3);
    font-size: var(--mdg-size-13);
  }
  .bars svg {
    width: 100%;
    height: 14px;
  }
  .bars b {
    text-align: end;
    font-weight: 600;
  }
  .track {
    fill: var(--mdg-surface-2);
  }
  .bar {
    fill: var(--mdg-accent);
  }
  .heat td {
    min-width: 44px;
    padding: 8px 4px;
    border-bottom: 1px solid var(--mdg-surface-0);
    border-inline-end: 1px solid var(--mdg-surface-0);
    text-align: center;
  }
  .heat thead th {
    padding: 6px 4px;
    text-align: center;
  }
  .heat th:is([scope='row'], .name) {
    position: sticky;
    inset-inline-start: 0;
    padding-inline: var(--mdg-space-4) var(--mdg-space-2);
    background: var(--mdg-surface-1);
    text-align: start;
  }
  .h1 {
    background: color-mix(in srgb, var(--mdg-accent) 6%, var(--mdg-surface-0));
  }
  .h2 {
    background: color-mix(in srgb, var(--mdg-accent) 12%, var(--mdg-surface-0));
  }
  .h3 {
    background: color-mix(in srgb, var(--mdg-accent) 18%, var(--mdg-surface-0));
  }
  .h4 {
    background: color-mix(in srgb, var(--mdg-accent) 25%, var(--mdg-surface-0));
  }
  .h5 {
    background: color-mix(in srgb, var(--mdg-accent) 32%, var(--mdg-surface-0));
  }
  .h6 {
    background: color-mix(in srgb, var(--mdg-accent) 40%, var(--mdg-surface-0));
    font-weight: 600;
  }
  @media print {
    :host {
      display: block;
      height: auto;
    }
    header .button,
    .questions .tick:not(:has(:checked)) {
      display: none;
    }
    /* What was asked is read there, not changed. */
    .questions .field {
      min-width: 0;
      min-height: 0;
      padding: 0;
      border: 0;
      appearance: none;
      background: none;
      font-weight: 600;
    }
    .table,
    figure {
      overflow: visible;
    }
    thead th,
    tr > th:first-child,
    tfoot :is(th, td) {
      position: static;
    }
    /* A head is printed again on each sheet, but for what can be pressed in it; a foot once. */
    .sort {
      display: contents;
    }
    tfoot {
      display: table-row-group;
    }
    .why,
    .more button,
    .told:not(.beside-told):not(:has(b)) {
      display: none;
    }
    table {
      width: 100%;
      font-size: 10px;
    }
    th,
    td {
      padding: 3px 4px;
      white-space: normal;
    }
    tr {
      break-inside: avoid;
    }
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
    th[scope='row'] span {
      max-width: 36vw;
    }
    /* There is no room for both beside each other: questions go out of sight as the table comes into it. */
    :host {
      overflow-y: auto;
    }
    :is(header, .questions, .told) {
      flex: none;
    }
    .table {
      flex: none;
      max-height: 82vh;
    }
  }
`
