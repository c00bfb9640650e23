/** The look of a table of the board. */
import { css } from 'lit'

export const tableLook = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    min-height: 0;
  }
  .rows {
    position: relative;
    height: 100%;
    overflow: hidden auto;
    scrollbar-width: thin;
    scrollbar-gutter: stable;
    overflow-anchor: none;
  }
  /* Over the rows: under them it would be cut at every line. Once a row is pointed at, that row shows where one is. */
  .rows:focus-visible {
    outline: none;
  }
  .rows:focus-visible:not([aria-activedescendant]) + .ring {
    position: absolute;
    inset: 0;
    z-index: 2;
    border: 2px solid var(--mdg-accent);
    pointer-events: none;
  }
  .head {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--mdg-surface-0);
  }
  .line {
    display: grid;
    align-items: center;
    gap: 16px;
    padding: 0 16px;
  }
  .head .line {
    height: 36px;
    border-bottom: 1px solid var(--mdg-line);
  }
  .all {
    position: relative;
  }
  .all .line {
    position: absolute;
    inset-inline: 0;
    /* What changes in a row moves nothing outside of it. */
    contain: strict;
    border-bottom: 1px solid var(--mdg-surface-2);
    cursor: pointer;
  }
  .all .line:hover {
    background: var(--mdg-surface-1);
  }
  .all .line[aria-selected='true'] {
    background: var(--mdg-accent-soft);
  }
  .rows:focus-visible .line[data-at] {
    box-shadow: inset 0 0 0 2px var(--mdg-accent);
  }
  .cell {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    white-space: nowrap;
  }
  .cell.figures {
    justify-content: flex-end;
    font-variant-numeric: tabular-nums;
  }
  .cell[role='rowheader'] {
    font-weight: 600;
  }
  .sort {
    display: inline-flex;
    align-items: center;
    min-width: 0;
    max-width: 100%;
    min-height: 32px;
    padding: 0;
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    cursor: pointer;
  }
  .sort:hover,
  .sort.on {
    color: var(--mdg-text);
  }
  .sort.on {
    font-weight: 600;
  }
  .figures .sort {
    flex-direction: row-reverse;
  }
  .arrow {
    display: inline-flex;
    width: 14px;
  }
  .arrow .icon {
    width: 14px;
    height: 14px;
  }
  .arrow.up {
    transform: rotate(180deg);
  }
  .icon {
    width: 14px;
    height: 14px;
  }
  .waits,
  .late {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
    font-weight: 600;
  }
  .waits {
    color: var(--mdg-waiting);
  }
  .late {
    color: var(--mdg-late);
  }
  .tag {
    flex: none;
    padding: 0 6px;
    border: 1px solid currentColor;
    border-radius: 9px;
    color: var(--mdg-late);
    font-size: var(--mdg-size-12);
    font-weight: 400;
    line-height: 16px;
  }
  .dot.busy {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent);
  }
  .card .cell {
    display: grid;
    gap: 2px;
  }
  .card .first {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-width: 0;
    font-weight: 600;
  }
  .card .first .cut {
    flex: 1;
  }
  .card .second {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    min-width: 0;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    font-variant-numeric: tabular-nums;
  }
  .card .second > span {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
  }
  .card .second > .cut {
    display: block;
    flex: 0 1 auto;
  }
  .none {
    padding: var(--mdg-space-5) var(--mdg-space-4);
    text-align: center;
  }
`
