/** The look of a menu that hangs from its button. */
import { css } from 'lit'

export const menuLook = css`
  :host {
    position: relative;
    display: inline-block;
    min-width: 0;
  }
  .menu,
  .float {
    position: absolute;
    z-index: 20;
    top: calc(100% + 4px);
    inset-inline-start: 0;
    min-width: 220px;
    max-width: min(340px, calc(100vw - 24px));
  }
  .menu {
    max-height: min(70vh, 480px);
    overflow: auto;
    padding: var(--mdg-space-1);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
    background: var(--mdg-surface-0);
    box-shadow: var(--mdg-shadow);
  }
  .menu.end {
    inset-inline: auto 0;
  }
  .item {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
    width: 100%;
    min-height: 34px;
    padding: 4px var(--mdg-space-2);
    border: 0;
    border-radius: var(--mdg-radius-1);
    background: none;
    font-size: var(--mdg-size-14);
    text-align: start;
    cursor: pointer;
  }
  .item:hover,
  .item:focus-visible {
    background: var(--mdg-surface-2);
  }
  .item:focus-visible {
    outline-offset: -2px;
  }
  .item .cut {
    flex: 1;
  }
  .item > .icon {
    width: 16px;
    height: 16px;
    color: var(--mdg-text-2);
  }
  .rule {
    height: 1px;
    margin: var(--mdg-space-1) 0;
    background: var(--mdg-line);
  }
  .heading {
    padding: var(--mdg-space-2) var(--mdg-space-2) 2px;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  @media (hover: none) and (pointer: coarse) {
    .item {
      min-height: 44px;
    }
  }
`
