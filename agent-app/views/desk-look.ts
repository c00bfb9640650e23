/** How the desk is laid out: three columns, two with a drawer, or one at a time. */
import { css } from 'lit'

export const deskLook = css`
  :host {
    display: grid;
    grid-template:
      auto auto auto minmax(0, 1fr) auto /
      84px min(var(--mdg-a-list, clamp(260px, 24vw, 340px)), 34vw) minmax(0, 1fr)
      min(var(--mdg-a-customer, clamp(260px, 23vw, 340px)), 36vw);
    height: 100%;
    background: var(--mdg-surface-0);
  }
  mdg-a-top-bar {
    grid-column: 1 / -1;
  }
  .quiet-line {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--mdg-space-3);
    min-height: 34px;
    padding: 2px var(--mdg-space-3);
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-13);
  }
  .quiet-line .button {
    min-height: 26px;
    color: var(--mdg-text);
  }
  nav,
  main,
  aside {
    min-width: 0;
    min-height: 0;
    grid-row: 4;
  }
  mdg-a-rail {
    grid-row: 4;
    grid-column: 1;
    min-height: 0;
  }
  nav {
    grid-column: 2;
    overflow: auto;
    border-inline-end: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
    scrollbar-gutter: stable;
    scrollbar-width: thin;
  }
  main {
    grid-column: 3;
    display: flex;
    flex-direction: column;
  }
  mdg-a-talk {
    flex: 1;
  }
  aside {
    grid-column: 4;
    overflow: auto;
    border-inline-start: 1px solid var(--mdg-line);
  }
  aside .none,
  nav .none {
    padding: var(--mdg-space-5) var(--mdg-space-4);
    font-size: var(--mdg-size-13);
    text-align: center;
    text-wrap: balance;
  }
  mdg-a-edge {
    grid-row: 4;
  }
  mdg-a-edge.list {
    grid-column: 2;
    justify-self: end;
    margin-inline-end: -5px;
  }
  mdg-a-edge.customer {
    grid-column: 4;
    justify-self: start;
    margin-inline-start: -5px;
  }
  :host([away]) mdg-a-edge.customer,
  :host([wide]) mdg-a-edge {
    display: none;
  }
  .place {
    display: none;
    min-width: 0;
    min-height: 0;
    grid-row: 4;
    grid-column: 3 / -1;
    flex-direction: column;
  }
  :host([away]) .place {
    display: flex;
  }
  :host([away]) :is(main, aside, aside.open),
  :host([wide]) nav {
    display: none;
  }
  :host([wide]) .place {
    grid-column: 2 / -1;
  }
  /* At the edges of the window: a ring outside of it would be cut. */
  .place:focus-visible,
  .place > :focus-visible,
  mdg-a-call-place:focus-visible {
    outline-offset: -2px;
  }
  .place > * {
    flex: 1;
  }
  .strip {
    display: none;
    grid-row: 3;
    grid-column: 1 / -1;
    padding: var(--mdg-space-2);
    border-bottom: 1px solid var(--mdg-line);
  }
  /* No list shows there what rings. */
  :host([wide]) .strip {
    display: flex;
    justify-content: center;
  }
  :host([wide]) .strip > * {
    width: min(420px, 100%);
  }
  .customer-back {
    display: none;
  }
  @media (min-width: 1181px) {
    :host([customer-hidden]) {
      grid-template-columns: 84px min(var(--mdg-a-list, clamp(260px, 24vw, 340px)), 34vw) minmax(0, 1fr) 0;
    }
    :host([customer-hidden]) :is(aside, mdg-a-edge.customer) {
      display: none;
    }
  }
  @media (max-width: 1180px) {
    :host {
      grid-template-columns: 84px min(var(--mdg-a-list, clamp(260px, 32vw, 320px)), 40vw) minmax(0, 1fr) 0;
      position: relative;
    }
    aside,
    mdg-a-edge.customer {
      display: none;
    }
    aside.open {
      display: block;
      grid-column: 3 / -1;
      justify-self: end;
      z-index: 5;
      width: 320px;
      background: var(--mdg-surface-0);
      box-shadow: var(--mdg-shadow);
    }
    .customer-back {
      display: flex;
      padding: var(--mdg-space-2);
    }
  }
  @media (max-width: 1023px) {
    :host {
      grid-template-columns: 56px min(var(--mdg-a-list, clamp(240px, 32vw, 320px)), 40vw) minmax(0, 1fr) 0;
    }
  }
  @media (max-width: 767px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    mdg-a-rail {
      grid-row: 5;
    }
    /* A talk needs the room; back leads to where it is. */
    :host(:is([pane='talk'], [pane='customer'])) mdg-a-rail {
      display: none;
    }
    nav,
    main,
    mdg-a-edge.list,
    aside.open {
      display: none;
      grid-column: 1;
      border: 0;
    }
    :host([pane='list']) nav {
      display: block;
    }
    :host([pane='talk']) main {
      display: flex;
    }
    :host([pane='customer']) aside {
      display: block;
      grid-column: 1;
      width: auto;
      border: 0;
      box-shadow: none;
    }
    .place,
    :host([wide]) .place {
      grid-column: 1;
    }
    :host(:not([pane='list'])) .strip {
      display: block;
    }
  }
  /* Paper shows what stands in the place, as long as it is, and nothing to press. */
  @media print {
    :host,
    :host([away]) .place,
    .place > * {
      display: block;
      height: auto;
    }
    mdg-a-top-bar,
    mdg-a-rail,
    mdg-a-edge,
    .strip,
    .quiet-line,
    :host([away]) nav {
      display: none;
    }
  }
`
