/** The look of differences between configurations. */
import { css } from 'lit'

export const changesLook = css`
  .changes {
    display: grid;
    gap: var(--mdg-space-3);
  }
  .changes > li {
    padding: var(--mdg-space-3) var(--mdg-space-4);
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-2);
  }
  .changes h4 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
    margin: 0;
    font-size: var(--mdg-size-14);
  }
  .changes dl > div {
    display: grid;
    grid-template-columns: minmax(120px, 2fr) 3fr;
    gap: var(--mdg-space-1) var(--mdg-space-3);
    padding-top: var(--mdg-space-1);
    font-size: var(--mdg-size-13);
  }
  .changes dt {
    color: var(--mdg-text-2);
    overflow-wrap: anywhere;
  }
  .changes dd {
    overflow-wrap: anywhere;
  }
  .old {
    color: var(--mdg-text-2);
    text-decoration: line-through;
  }
  .new {
    font-weight: 600;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--mdg-accent);
    font: inherit;
    font-weight: 600;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .problem.late {
    background: var(--mdg-waiting-soft);
    color: var(--mdg-waiting);
  }
  details {
    margin-block: var(--mdg-space-2);
  }
  summary {
    min-height: 32px;
    cursor: pointer;
  }
  @media (max-width: 767px) {
    .changes dl > div {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`
