/** The look of the board: numbers to be read from three metres, and a table below that has the rest of the room. */
import { css } from 'lit'

export const boardLook = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto;
    height: 100%;
    min-height: 0;
    overflow: hidden;
  }
  .main {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  header {
    display: flex;
    align-items: flex-start;
    gap: var(--mdg-space-3);
    padding: var(--mdg-space-3) var(--mdg-space-4) 0;
  }
  h2 {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .back {
    display: none;
  }
  .numbers-group {
    flex: 1;
    min-width: 0;
  }
  .numbers {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: var(--mdg-space-3);
    margin: 0;
  }
  .number {
    min-width: 0;
    container-type: inline-size;
    padding: var(--mdg-space-3) var(--mdg-space-4) var(--mdg-space-2);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-1);
  }
  dt {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  dl,
  dd {
    margin: 0;
  }
  dd {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    margin: 0;
  }
  dd b {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    overflow: hidden;
    /* As large as there is room for: what is short is read from across the room, and a long wait still fits. */
    min-height: calc(1.2 * clamp(1.125rem, 22cqi, 3rem));
    font-size: clamp(1.125rem, 13.5cqi, 3rem);
    font-weight: 650;
    line-height: 1.2;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  dd b.short {
    font-size: clamp(1.125rem, 22cqi, 3rem);
  }
  dd b .icon {
    width: 0.7em;
    height: 0.7em;
  }
  .below {
    min-height: 1.5em;
    overflow: hidden;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    text-overflow: ellipsis;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  /* Two lines where one would be cut; of all four alike, so that none jumps. */
  @container (max-width: 190px) {
    .below {
      min-height: 2.9em;
      white-space: normal;
    }
  }
  .good {
    color: var(--mdg-good);
  }
  .waits {
    color: var(--mdg-waiting);
  }
  .late {
    color: var(--mdg-late);
  }
  .trend {
    width: 100%;
    height: 28px;
    margin-top: var(--mdg-space-1);
    overflow: hidden;
  }
  .trend path {
    fill: none;
    stroke: var(--mdg-accent);
    stroke-width: 1.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  mdg-a-notice {
    padding: 0 var(--mdg-space-4);
  }
  .in-call p {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    margin: var(--mdg-space-3) var(--mdg-space-4) 0;
    padding: var(--mdg-space-1) var(--mdg-space-2) var(--mdg-space-1) var(--mdg-space-3);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-accent-soft);
    font-size: var(--mdg-size-13);
  }
  .in-call .cut {
    flex: 1;
  }
  .in-call .button {
    min-height: 28px;
  }
  .alerts {
    margin: var(--mdg-space-3) var(--mdg-space-4) 0;
    padding: var(--mdg-space-1) var(--mdg-space-2) var(--mdg-space-1) var(--mdg-space-3);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-late-soft);
    font-size: var(--mdg-size-13);
  }
  .alerts ul {
    max-height: 30vh;
    overflow: hidden auto;
  }
  .alerts li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 36px;
    padding: 2px 0;
  }
  .alerts .icon {
    width: 16px;
    height: 16px;
    color: var(--mdg-late);
  }
  .alerts .seen .icon {
    color: var(--mdg-text-2);
  }
  .alerts .what {
    line-height: 1.4;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .alerts .queue {
    padding: 0;
    border: 0;
    background: none;
    font-weight: 600;
    line-height: inherit;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
  }
  .alerts .button {
    min-height: 28px;
  }
  .alerts .button .icon {
    color: inherit;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--mdg-space-2) var(--mdg-space-4);
    padding: var(--mdg-space-3) var(--mdg-space-4) var(--mdg-space-2);
  }
  [role='tablist'] {
    display: flex;
    gap: var(--mdg-space-1);
  }
  [role='tab'] {
    display: inline-flex;
    align-items: baseline;
    gap: 6px;
    min-height: 36px;
    padding: 6px var(--mdg-space-3);
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    font-weight: 600;
    white-space: nowrap;
    cursor: pointer;
  }
  [role='tab'] .quiet {
    font-size: var(--mdg-size-12);
    font-weight: 400;
  }
  [role='tab']:hover {
    background: var(--mdg-surface-2);
  }
  [role='tab'][aria-selected='true'] {
    background: var(--mdg-accent-soft);
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
  }
  .search {
    position: relative;
    flex: 1 1 200px;
    max-width: 260px;
  }
  .search .icon {
    position: absolute;
    top: 8px;
    left: 10px;
    color: var(--mdg-text-2);
  }
  .search .field {
    padding-inline-start: 36px;
  }
  .choice .field {
    max-width: 170px;
    padding-inline: var(--mdg-space-2);
  }
  .field.chosen {
    border-color: var(--mdg-accent);
    font-weight: 600;
  }
  .sorting {
    display: none;
  }
  .table {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
    border-top: 1px solid var(--mdg-line);
  }
  mdg-a-board-table {
    flex: 1;
  }
  .more {
    padding: 6px var(--mdg-space-4);
    border-top: 1px solid var(--mdg-line);
    font-size: var(--mdg-size-13);
  }
  mdg-a-board-panel {
    width: clamp(320px, 30vw, 400px);
    border-inline-start: 1px solid var(--mdg-line);
  }
  @media (max-width: 1180px) {
    .number {
      padding: var(--mdg-space-2) var(--mdg-space-3) 6px;
    }
    .numbers {
      gap: var(--mdg-space-2);
    }
  }
  @media (max-width: 1023px) {
    :host {
      position: relative;
    }
    mdg-a-board-panel {
      position: absolute;
      inset: 0;
      z-index: 2;
      width: auto;
      border: 0;
    }
  }
  @media (max-width: 767px) {
    header {
      padding: var(--mdg-space-2) var(--mdg-space-2) 0;
    }
    .numbers {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .number {
      padding-block: 6px 4px;
    }
    .trend {
      height: 14px;
      margin-top: 0;
    }
    .alerts {
      margin: var(--mdg-space-2) var(--mdg-space-2) 0;
    }
    .bar {
      padding: var(--mdg-space-2);
    }
    [role='tablist'],
    .filters {
      width: 100%;
    }
    [role='tab'] {
      flex: 1;
      flex-direction: column;
      align-items: center;
      gap: 0;
      min-height: 44px;
      padding: 4px;
    }
    .search {
      flex-basis: 100%;
      max-width: none;
    }
    .choice {
      flex: 1;
      min-width: 0;
    }
    .choice .field {
      width: 100%;
      max-width: none;
    }
    .sorting {
      display: block;
    }
  }
`
