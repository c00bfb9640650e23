/** The look of a call: its bar, and what stands between bar and picture. */
import { css } from 'lit'

export const callLook = css`
  :host {
    position: relative;
    z-index: 3;
    display: flex;
    flex: none;
    flex-direction: column;
    min-height: 0;
    border-bottom: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
  }
  :host(:not([stage='voice'])) {
    flex: 3 1 0;
    min-height: min(260px, 46vh);
  }
  :host([large]) {
    flex: 1 1 0;
    border-bottom: 0;
  }
  :host(:fullscreen) {
    background: var(--mdg-surface-1);
  }
  section {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-1) var(--mdg-space-3);
    padding: var(--mdg-space-2) var(--mdg-space-4) var(--mdg-space-2) var(--mdg-space-5);
  }
  .state {
    display: flex;
    flex: 1 1 13em;
    align-items: center;
    gap: var(--mdg-space-2);
    min-width: 0;
    min-height: 36px;
    font-size: var(--mdg-size-13);
    font-weight: 600;
  }
  .state > .icon {
    width: 18px;
    height: 18px;
    color: var(--mdg-text-2);
  }
  .state.good > .icon {
    color: var(--mdg-good);
  }
  .state.waiting > .icon {
    color: var(--mdg-waiting);
  }
  .state mdg-a-timer {
    margin-inline-start: 2px;
    color: var(--mdg-text-2);
    font-weight: 400;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .control {
    position: relative;
    width: 36px;
    min-height: 36px;
    padding: 0;
  }
  .control.off {
    border-color: var(--mdg-waiting);
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
  }
  .control.on {
    border-color: var(--mdg-accent);
    background: var(--mdg-accent-soft);
    color: var(--mdg-accent);
  }
  .end {
    min-height: 36px;
    border-color: var(--mdg-wrong);
    background: var(--mdg-wrong);
    color: var(--mdg-on-accent);
  }
  .end:hover {
    background: color-mix(in srgb, var(--mdg-wrong) 85%, var(--mdg-text));
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-1) var(--mdg-space-2);
    min-height: 44px;
    padding: var(--mdg-space-1) var(--mdg-space-4) var(--mdg-space-1) var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
    font-size: var(--mdg-size-13);
  }
  .line > span:first-of-type {
    flex: 1 1 14em;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .line > .icon {
    width: 18px;
    height: 18px;
  }
  .trouble {
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
  }
  .trouble.wrong {
    background: var(--mdg-wrong-soft);
    color: var(--mdg-wrong);
  }
  .trouble .button {
    color: var(--mdg-text);
  }
  .people {
    display: flex;
    flex-wrap: wrap;
    gap: var(--mdg-space-1) var(--mdg-space-4);
    padding: 2px var(--mdg-space-4) var(--mdg-space-2) var(--mdg-space-5);
  }
  .person {
    display: inline-flex;
    align-items: center;
    gap: var(--mdg-space-2);
    min-width: 0;
    max-width: 100%;
    font-size: var(--mdg-size-13);
  }
  .person mdg-a-avatar {
    --mdg-a-avatar: 24px;
    border-radius: 50%;
    transition: box-shadow var(--mdg-motion);
  }
  .level-1 mdg-a-avatar {
    box-shadow: 0 0 0 1.5px var(--mdg-good);
  }
  .level-2 mdg-a-avatar {
    box-shadow: 0 0 0 2.5px var(--mdg-good);
  }
  .level-3 mdg-a-avatar {
    box-shadow: 0 0 0 4px var(--mdg-good);
  }
  .person .icon {
    width: 16px;
    height: 16px;
    color: var(--mdg-text-2);
  }
  .person .voice .icon {
    color: var(--mdg-good);
  }
  .person .voice.off .icon {
    color: var(--mdg-waiting);
  }
  .line + .people {
    padding-top: var(--mdg-space-2);
  }
  .line + .picture {
    padding-top: var(--mdg-space-2);
  }
  .voice {
    display: inline-flex;
    width: 16px;
  }
  .tag {
    padding: 0 6px;
    border: 1px solid currentColor;
    border-radius: 9px;
    color: var(--mdg-waiting);
    font-size: var(--mdg-size-12);
    line-height: 16px;
    white-space: nowrap;
  }
  .modes {
    display: inline-flex;
    border: 1px solid var(--mdg-edge);
    border-radius: var(--mdg-radius-1);
    overflow: hidden;
  }
  .modes label {
    display: inline-flex;
    align-items: center;
    min-height: 34px;
    padding: 0 var(--mdg-space-3);
    font-size: var(--mdg-size-13);
    cursor: pointer;
  }
  .modes label + label {
    border-inline-start: 1px solid var(--mdg-line);
  }
  .modes label:has(:checked) {
    background: var(--mdg-accent-soft);
    color: var(--mdg-accent);
    font-weight: 600;
  }
  .modes label:has(:focus-visible) {
    outline: 2px solid var(--mdg-accent);
    outline-offset: -2px;
  }
  .modes input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
  /* Two lines, kept free below the picture for what will be said in writing: nothing jumps when it comes. */
  .captions {
    flex: none;
    min-height: calc(2 * var(--mdg-leading) * var(--mdg-size-14));
    margin: 0 var(--mdg-space-3) var(--mdg-space-2);
    color: var(--mdg-text-2);
    text-align: center;
  }
  .picture {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  mdg-a-call-stage {
    flex: 1;
    min-height: 0;
  }
  @media (max-width: 767px) {
    .bar {
      padding-inline: var(--mdg-space-2);
    }
    .line,
    .people {
      padding-inline: var(--mdg-space-3);
    }
    .controls {
      flex: 1 1 100%;
      justify-content: space-between;
      gap: 2px;
    }
    .control,
    .end {
      min-height: 44px;
    }
    .control,
    mdg-a-keypad,
    mdg-a-call-quality {
      flex: 1 1 32px;
      width: auto;
      max-width: 48px;
    }
    .answers .button {
      flex: 1;
    }
    /* A large call fills a phone already. */
    .wide {
      display: none;
    }
    .end .word {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .end {
      width: 52px;
      padding: 0;
    }
    :host([large]) .picture {
      padding-top: var(--mdg-space-2);
    }
    :host([large]) section {
      flex-direction: column-reverse;
      justify-content: flex-start;
    }
  }
  @media (hover: none) and (pointer: coarse) {
    .modes label {
      min-height: 44px;
    }
  }
`
