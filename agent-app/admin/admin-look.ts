/** The look of the administration: its frame, and what all sections share. */
import { css } from 'lit'

export const frameLook = css`
  :host {
    display: block;
    min-height: 0;
    height: 100%;
  }
  .frame {
    display: grid;
    grid-template: minmax(0, 1fr) auto / 208px minmax(0, 1fr);
    height: 100%;
  }
  .sections {
    grid-row: 1 / -1;
    overflow: auto;
    padding-bottom: var(--mdg-space-4);
    border-inline-end: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
    scrollbar-width: thin;
  }
  .sections header {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-height: 56px;
    padding: 0 var(--mdg-space-4);
  }
  h2 {
    font-size: var(--mdg-size-16);
    line-height: 1.4;
  }
  .sections h3 {
    padding: var(--mdg-space-3) var(--mdg-space-4) var(--mdg-space-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-weight: 500;
  }
  .sections ul {
    padding: 0 var(--mdg-space-2);
  }
  .sections a {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--mdg-space-2);
    min-height: 34px;
    padding: 4px var(--mdg-space-2);
    border-radius: var(--mdg-radius-1);
    color: inherit;
    text-decoration: none;
  }
  .sections a:focus-visible {
    outline-offset: -2px;
  }
  .sections a:hover {
    background: var(--mdg-surface-2);
  }
  .sections a[aria-current] {
    background: var(--mdg-accent-soft);
    font-weight: 600;
  }
  .mark {
    width: 8px;
    height: 8px;
    flex: none;
    border-radius: 50%;
    background: var(--mdg-waiting);
  }
  .page {
    min-width: 0;
    min-height: 0;
  }
  .scroller {
    height: 100%;
    overflow: auto;
    scrollbar-width: thin;
    scrollbar-gutter: stable;
  }
  .to-sections {
    display: none;
  }
  .none {
    display: grid;
    justify-items: center;
    gap: var(--mdg-space-3);
    padding: var(--mdg-space-6) var(--mdg-space-4);
    text-align: center;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--mdg-space-2) var(--mdg-space-4);
    padding: var(--mdg-space-2) var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
    background: var(--mdg-waiting-soft);
  }
  .bar p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--mdg-space-2);
    font-size: var(--mdg-size-13);
  }
  .bar .icon {
    color: var(--mdg-waiting);
  }
  .late {
    color: var(--mdg-late);
  }
  @media (min-width: 768px) {
    .back {
      display: none;
    }
  }
  @media (max-width: 1023px) {
    .frame {
      grid-template-columns: 176px minmax(0, 1fr);
    }
  }
  @media (max-width: 767px) {
    .frame {
      grid-template-columns: minmax(0, 1fr);
    }
    .sections {
      grid-row: 1;
      border: 0;
    }
    .sections header {
      padding: 0 var(--mdg-space-2);
    }
    .sections a {
      min-height: 44px;
    }
    .frame:not(.first) .sections,
    .frame.first .page {
      display: none;
    }
    .to-sections {
      display: inline-flex;
      margin: var(--mdg-space-2) var(--mdg-space-2) 0;
    }
    .bar {
      padding: var(--mdg-space-2) var(--mdg-space-3);
    }
    .bar p {
      flex: 1 0 100%;
    }
    .bar .actions {
      flex: 1;
      flex-wrap: nowrap;
    }
  }
`

export const adminLook = css`
  :host {
    display: block;
    max-width: 860px;
    padding: var(--mdg-space-4) var(--mdg-space-5) var(--mdg-space-6);
  }
  h2 {
    min-width: 0;
    font-size: var(--mdg-size-20);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  h2:focus,
  h3:focus {
    outline: none;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2) var(--mdg-space-3);
    margin-bottom: var(--mdg-space-4);
  }
  .head h2 {
    flex: 1;
  }
  .lead {
    max-width: 68ch;
    margin-bottom: var(--mdg-space-4);
    color: var(--mdg-text-2);
  }
  .search {
    position: relative;
    flex: 0 1 260px;
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
  .cards {
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .cards > li + li {
    border-top: 1px solid var(--mdg-line);
  }
  .card {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    width: 100%;
    min-height: 52px;
    padding: var(--mdg-space-2) var(--mdg-space-4);
    color: inherit;
    text-decoration: none;
  }
  .card:hover {
    background: var(--mdg-surface-1);
  }
  .card:focus-visible {
    outline-offset: -2px;
  }
  .card .what {
    display: grid;
    flex: 1;
    min-width: 0;
  }
  .card b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-13);
    overflow-wrap: anywhere;
  }
  .tag {
    flex: none;
    padding: 0 8px;
    border: 1px solid currentColor;
    border-radius: 10px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
    line-height: 18px;
    white-space: nowrap;
  }
  .tag.wrong {
    color: var(--mdg-wrong);
  }
  .card > .icon {
    color: var(--mdg-text-2);
    transform: rotate(180deg);
  }
  .after {
    margin-top: var(--mdg-space-4);
  }
  .nobody {
    padding: var(--mdg-space-5) var(--mdg-space-4);
    border: 1px dashed var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    text-align: center;
  }
  .up {
    margin: 0 0 var(--mdg-space-2) calc(-1 * var(--mdg-space-3));
  }
  @media (max-width: 767px) {
    :host {
      padding: var(--mdg-space-3);
    }
    .search {
      flex-basis: 100%;
    }
  }
`
