/** The look of the two places: queues with who waits, colleagues with whom they have. */
import { css } from 'lit'

export const floorLook = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    height: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2) var(--mdg-space-3);
    min-height: 56px;
    padding: var(--mdg-space-2) var(--mdg-space-4);
    border-bottom: 1px solid var(--mdg-line);
  }
  h2 {
    flex: 1;
    font-size: var(--mdg-size-16);
    line-height: 1.4;
  }
  .search {
    position: relative;
    flex: 0 1 280px;
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
  mdg-a-notice {
    padding: 0 var(--mdg-space-4);
  }
  .bots li {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    padding: var(--mdg-space-2) var(--mdg-space-4);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .none {
    padding: var(--mdg-space-5) var(--mdg-space-4);
    text-align: center;
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-gutter: stable;
  }
  .all {
    position: relative;
    max-width: 1120px;
    margin: 0 auto;
  }
  .line {
    position: absolute;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    padding: 0 var(--mdg-space-4);
  }
  .line:focus-visible {
    outline-offset: -2px;
  }
  .line[aria-level='1'][aria-expanded] {
    border-top: 1px solid var(--mdg-line);
  }
  .line[aria-level='2'] {
    padding-inline-start: calc(var(--mdg-space-4) + 28px);
  }
  .cell {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-width: 0;
  }
  .wide {
    flex: 1;
  }
  .head {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    align-items: center;
    gap: 0 var(--mdg-space-2);
    width: 100%;
    min-height: 44px;
    padding: 2px var(--mdg-space-2) 2px 0;
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .head:hover {
    background: var(--mdg-surface-2);
  }
  .head:focus-visible {
    outline-offset: -2px;
  }
  .head > .icon {
    grid-row: span 2;
    color: var(--mdg-text-2);
    transform: rotate(-90deg);
  }
  .line[aria-expanded='true'] .head > .icon {
    transform: none;
  }
  .title {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-width: 0;
    font-weight: 600;
  }
  mdg-a-avatar {
    --mdg-a-avatar: 22px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--mdg-space-3);
    max-height: 3.4em;
    overflow: hidden;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .facts > span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
    white-space: nowrap;
  }
  .facts .icon {
    width: 14px;
    height: 14px;
  }
  .good {
    color: var(--mdg-good);
  }
  .waits {
    color: var(--mdg-waiting);
    font-weight: 600;
  }
  .late {
    color: var(--mdg-late);
    font-weight: 600;
  }
  .note {
    display: flex;
    align-items: center;
    gap: 6px;
    padding-inline-start: 28px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-13);
    line-height: 1.3;
  }
  .rest {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
  }
  .place {
    flex: none;
    width: 4.6em;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .who {
    display: grid;
    flex: 1;
    min-width: 0;
  }
  .who .facts {
    flex-wrap: nowrap;
  }
  .who .facts > span {
    flex: none;
  }
  .who .facts > .cut {
    display: block;
    flex: 0 1 auto;
  }
  .who .facts > .tag {
    color: var(--mdg-waiting);
  }
  .tag {
    flex: none;
    padding: 0 6px;
    border: 1px solid currentColor;
    border-radius: 9px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
    line-height: 16px;
    white-space: nowrap;
  }
  .acts {
    flex: none;
  }
  .load {
    width: 56px;
    height: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--mdg-surface-3);
    overflow: hidden;
    appearance: none;
  }
  .load::-webkit-progress-bar {
    background: var(--mdg-surface-3);
  }
  .load::-webkit-progress-value {
    background: var(--mdg-accent);
  }
  .load::-moz-progress-bar {
    background: var(--mdg-accent);
  }
  @media (min-width: 768px) {
    .back {
      display: none;
    }
  }
  @media (max-width: 767px) {
    header {
      padding: var(--mdg-space-2);
    }
    .search {
      flex-basis: 100%;
    }
    .line {
      gap: var(--mdg-space-2);
      padding: 0 var(--mdg-space-2);
    }
    .line[aria-level='2'] {
      padding-inline-start: var(--mdg-space-3);
    }
    .note {
      padding-inline-start: var(--mdg-space-2);
    }
    .place {
      width: 3.4em;
    }
    .who .facts {
      flex-wrap: wrap;
    }
    .facts {
      max-height: 5em;
    }
    .who .facts > .cut {
      max-width: 100%;
    }
    .acts {
      gap: var(--mdg-space-1);
    }
    .acts.many {
      flex: 1;
      flex-wrap: wrap;
    }
    .acts .word {
      position: absolute;
      width: 1px;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    .acts .button.main .word {
      position: static;
      width: auto;
      clip-path: none;
    }
    .acts .button:not(.main, .wordy) {
      width: 44px;
      padding: 0;
    }
  }
`
